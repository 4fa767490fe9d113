"""What the buyer has shown: the criteria of a deal's stages, with their evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from stegvis.core.written import Written
from stegvis.deals.models import Deal, Evidence
from stegvis.deals.queries.deal_page.structure import PageStage


@dataclass(frozen=True, slots=True)
class Proof:
    """A tick: what was said or done, where it can be seen, who ticked and when; `confirmed_by` a buyer, by name."""

    id: int
    note: str
    link: str
    by: str
    at: datetime
    confirmed_by: str = ""
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion, and its proof or None."""

    id: int
    text: str
    hard: bool
    proof: Proof | None


@dataclass(frozen=True)
class Asked:
    """The criteria of one stage; `met` of them have a proof."""

    stage: PageStage
    criteria: list[Criterion]

    @property
    def met(self) -> int:
        """How many have a proof."""
        return sum(1 for one in self.criteria if one.proof)

    @property
    def missing(self) -> list[Criterion]:
        """Those without one."""
        return [one for one in self.criteria if not one.proof]


MORE = ("confirmed_by", "entry_id")


def asked_of(deal: Deal, stages: Sequence[PageStage]) -> list[Asked]:
    """The criteria of every stage that has some, in order. One query."""
    proofs = proofs_of(deal)
    return [Asked(stage, [_criterion(one, proofs) for one in stage.criteria]) for stage in stages if stage.criteria]


def proofs_of(deal: Deal) -> dict[str, Proof]:
    """The living evidence of `deal` by the criterion's lineage."""
    rows = EVIDENCE(workspace=deal.workspace_id, deal=deal.pk)
    return {
        lineage: Proof(pk, note, link, by or automation, at, *more)
        for lineage, pk, note, link, by, automation, at, *more in rows
    }


def _evidence(workspace: int, deal: int) -> QuerySet:
    rows = Evidence.objects.filter(workspace=workspace, deal=deal).order_by("id")
    return rows.values_list("lineage", "id", "note", "link", "by__name", "automation", "at", *MORE)


EVIDENCE = Written(_evidence)


def _criterion(row: dict, proofs: dict[str, Proof]) -> Criterion:
    return Criterion(row["id"], row["text"], bool(row["hard"]), proofs.get(row["lineage"]))
