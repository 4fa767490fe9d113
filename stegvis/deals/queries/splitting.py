"""Which deals of split stages wait for their owners' word."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from stegvis.core.written import Written
from stegvis.deals.models import Deal, DealTally, SplitQuestion, SplitStay
from stegvis.processes.models import Stage
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import allowed, colleagues, may, scope_of

MOST = 20


@dataclass(frozen=True)
class Asked:
    """A split stage, its two parts, the deals shown, how many wait; for a manager by whom (name, number)."""

    question: SplitQuestion
    first: Stage
    second: Stage
    deals: list[Deal]
    left: int
    owners: tuple[tuple[str, int], ...] = ()


def anybody_asked(member: Member) -> bool:
    """Whether any stage of the workspace was split with a question to its owners."""
    return bool(ANY(workspace=member.workspace_id))


ANY = Written(lambda workspace: SplitQuestion.objects.filter(workspace=workspace).order_by("id").values_list("pk")[:1])


def asked_of(member: Member, *, everybody: bool = False) -> list[Asked]:
    """What waits for `member`'s word: its own deals, or with `everybody` all that it may change.

    A question ends where its parts are no longer in force. Who may change processes sees how many are left.
    """
    questions = SplitQuestion.objects.filter(workspace=member.workspace_id)
    rows = list(questions.select_related("stage__version", "process")[:MOST])
    current = Stage.objects.filter(
        workspace=member.workspace_id, version__in={one.process.current_id for one in rows if one.process.current_id}
    )
    stages = {(one.process_id, one.lineage): one for one in current} if rows else {}
    found = [_asked(member, one, stages, everybody) for one in rows]
    return [one for one in found if one and (one.deals or one.owners)]


def _asked(member: Member, question: SplitQuestion, stages: dict, everybody: bool) -> Asked | None:
    first = stages.get((question.process_id, question.first))
    second = stages.get((question.process_id, question.second))
    if first is None or second is None:
        return None
    deals = allowed(Deal.objects.all(), member, "edit").filter(stage=question.stage)
    deals = deals if everybody else deals.filter(owner=member)
    open_ones = deals.exclude(pk__in=question.stays.values("deal")).select_related("owner")
    owners = _owners(member, question) if may(member, "processes") else Counter[str]()
    listed = list(open_ones.order_by("-rank", "-id")[:MOST])
    left = sum(owners.values()) if owners else len(listed)
    return Asked(question, first, second, listed, left, tuple(owners.most_common()))


def _owners(member: Member, question: SplitQuestion) -> Counter[str]:
    """How many deals wait, by the name of who is to say; from kept sums, without those that are to stay."""
    counted = Counter(dict(_tallied(member, question)))
    stays = SplitStay.objects.filter(
        workspace=member.workspace_id, question=question, deal__stage=question.stage_id, deal__deletion=None
    )
    for owner in stays.filter(deal__in=Deal.objects.visible_to(member)).values_list("deal__owner_id", flat=True):
        counted[owner or 0] -= 1
    members = Member.objects.filter(workspace=member.workspace_id, pk__in=counted)
    names = dict(members.values_list("pk", "name"))
    return Counter({names.get(owner, ""): number for owner, number in counted.items() if number > 0})


def _tallied(member: Member, question: SplitQuestion) -> QuerySet:
    rows = DealTally.objects.filter(workspace=member.workspace_id, stage_id=question.stage_id)
    rows = rows.filter(Q(private=False) | Q(owner_id=member.pk))
    if (seen := colleagues(member, scope_of(member, "see"))) is not None:
        rows = rows.filter(owner_id__in=[0, *seen])
    return rows.order_by().values("owner_id").annotate(number=Sum("deals")).values_list("owner_id", "number")
