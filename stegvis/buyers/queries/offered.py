"""What a seller may put on a plan: files of the deal's timeline, criteria of its version, people to invite."""

from django.db.models import QuerySet

from stegvis.buyers.models import SharedPlan
from stegvis.deals.models import Deal
from stegvis.people.models import Person
from stegvis.processes.models import ExitCriterion
from stegvis.timeline.models import EntryPlace, StoredFile
from stegvis.timeline.queries.entries import HOME
from stegvis.workspaces.models import Member

MOST_FILES = 50


def files_to_share(plan: SharedPlan) -> QuerySet[StoredFile]:
    """The newest files that were put on the deal itself and are not shared yet."""
    here = EntryPlace.objects.filter(HOME, workspace=plan.workspace_id, deal=plan.deal_id, direct=True)
    files = StoredFile.objects.filter(
        workspace=plan.workspace_id, entry__withdrawn=False, entry__in=here.values("entry")
    )
    shared = plan.documents.values("file")
    return files.exclude(pk__in=shared).order_by("-id")[:MOST_FILES]


def file_to_share(plan: SharedPlan, token: str) -> StoredFile | None:
    """The file behind `token`, where it was put on the plan's deal; None for every other."""
    here = EntryPlace.objects.filter(HOME, workspace=plan.workspace_id, deal=plan.deal_id, direct=True)
    files = StoredFile.objects.filter(
        workspace=plan.workspace_id, entry__withdrawn=False, entry__in=here.values("entry")
    )
    return files.filter(token=token).first()


def criteria_of(deal: Deal) -> list[tuple[str, str]]:
    """Lineage and words of every criterion of the version in which `deal` runs."""
    criteria = ExitCriterion.objects.filter(workspace=deal.workspace_id, stage__version=deal.stage.version_id)
    found = criteria.order_by("stage__position", "position", "id").values_list("lineage", "stage__name", "text")
    return [(lineage, f"{stage}: {text}") for lineage, stage, text in found]


def people_to_invite(member: Member, deal: Deal) -> list[tuple[int, str]]:
    """Those who take part in the deal, as far as `member` sees them."""
    taking_part = deal.stakeholders.order_by("id").values("person")
    people = Person.objects.visible_to(member).filter(pk__in=taking_part).order_by("pk")
    return [(person.pk, person.name) for person in people]
