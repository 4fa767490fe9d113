"""The doors to plans: for members through the deal, for buyers through a secret link."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from stegvis.buyers.models import PlanDocument, PlanLink, PlanStep, SharedPlan
from stegvis.core.secrets import digest_of
from stegvis.deals.access import get_deal
from stegvis.deals.models import Deal
from stegvis.timeline.models import EntryPlace
from stegvis.timeline.queries.entries import HOME
from stegvis.workspaces.models import Member

BEHIND = ("plan__made_by", "plan__deal__company", "plan__deal__owner__user", "plan__deal__stage", "workspace", "person")
LARGEST = 2**63 - 1
TOKEN_LENGTH = 43


def get_plan(member: Member, deal: int, verb: str = "see") -> SharedPlan:
    """The plan of a deal that `member` sees; Http404, or PermissionDenied when it may not `verb`."""
    plan = find_plan(member, get_deal(member, deal, verb))
    if plan is None:
        raise Http404
    return plan


def find_plan(member: Member, deal: Deal) -> SharedPlan | None:
    """The plan of a `deal` that `member` sees; None where nobody made one yet."""
    plan = SharedPlan.objects.filter(workspace=member.workspace_id, deal=deal).select_related("made_by").first()
    if plan:
        plan.deal, plan.workspace = deal, member.workspace
    return plan


def get_step(plan: SharedPlan, pk: int) -> PlanStep:
    """A living step of `plan`; Http404."""
    step = get_object_or_404(plan.steps.all(), pk=_small(pk))
    step.plan = plan
    return step


def get_link(plan: SharedPlan, pk: int) -> PlanLink:
    """A link to `plan`, working or not; Http404."""
    return get_object_or_404(plan.links.all(), pk=_small(pk))


def find_link(token: str) -> PlanLink | None:
    """The working link behind `token`, to the plan of a living deal; None for every other token alike."""
    if len(token) != TOKEN_LENGTH:
        return None
    links = PlanLink.objects.across_workspaces("the secret in the address is the key").select_related(*BEHIND)
    found = links.filter(digest=digest_of(token), plan__deal__deletion=None).first()
    if found is None or not found.is_open:
        return None
    found.plan.workspace = found.plan.deal.workspace = found.workspace
    return found


def get_document(plan: SharedPlan, pk: int) -> PlanDocument:
    """A document of `plan` that still lies on its deal's timeline; Http404."""
    document = get_object_or_404(plan.documents.select_related("file__entry"), pk=_small(pk))
    if not is_there(plan, document):
        raise Http404
    return document


def is_there(plan: SharedPlan, document: PlanDocument) -> bool:
    """Whether the file was not removed from the deal's timeline since it was shared."""
    entry = document.file.entry
    if entry is None or entry.withdrawn:
        return False
    return EntryPlace.objects.filter(HOME, workspace=plan.workspace_id, entry=entry, deal=plan.deal_id).exists()


def _small(pk: int) -> int:
    if pk > LARGEST:
        raise Http404
    return pk
