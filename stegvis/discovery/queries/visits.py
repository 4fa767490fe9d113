"""The cases that a process' deals are: a sample that costs the same however many deals there are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from stegvis.deals.models import Deal, StageVisit
from stegvis.discovery.histories import Stay
from stegvis.processes.models import Process, Stage
from stegvis.workspaces.models import Member

# The newest visits of each stage, whose deals are read whole: an index walk for each stage.
EACH = 500
MOST_DEALS = 5_000
CHUNK = 500
DAY = 86_400


def cases_of_process(member: Member, process: Process) -> list[list[Stay]]:
    """What the newest deals of `process` that `member` may see went through in all its versions; no private ones."""
    stages = list(Stage.objects.filter(workspace=member.workspace_id, process=process).order_by("version_id"))
    names = {stage.lineage: stage.name for stage in stages}
    known = {stage.pk: (names[stage.lineage], stage.kind) for stage in stages}
    deals = sorted(_sampled(member, list(known)), reverse=True)[:MOST_DEALS]
    found: dict[int, list[Stay]] = defaultdict(list)
    for part in (deals[start : start + CHUNK] for start in range(0, len(deals), CHUNK)):
        for row in _visits(member, part):
            found[row["deal_id"]].append(_stay(row, known))
    return list(found.values())


def _sampled(member: Member, stages: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for stage in stages:
        visits = StageVisit.objects.filter(workspace=member.workspace_id, stage=stage)
        found.update(visits.order_by("-entered_at").values_list("deal_id", flat=True)[:EACH])
    return found


def _visits(member: Member, deals: Sequence[int]) -> Iterator[dict]:
    # Others open the reading too: no private deals, even those that the reader may see.
    seen = Deal.objects.visible_to(member).filter(pk__in=deals, private=False)
    visits = StageVisit.objects.filter(workspace=member.workspace_id, deal__in=seen)
    yield from visits.order_by("deal", "sequence").values("deal_id", "stage_id", "entered_at", "left_at")


def _stay(row: dict, known: dict[int, tuple[str, str]]) -> Stay:
    name, kind = known.get(row["stage_id"], ("–", ""))
    begun, left = row["entered_at"], row["left_at"]
    return Stay(name, kind, (left - begun).total_seconds() / DAY if begun and left else None)
