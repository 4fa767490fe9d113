"""What publishing a draft would do, said before it is done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from stegvis.deals.models import Deal
from stegvis.deals.queries.occupancy import earlier_stages_with_deals, seen_counts
from stegvis.deals.queries.slices import first_of_slices
from stegvis.processes.bodies import LINES, STAGE_FIELDS, Body, Row, drafts_in
from stegvis.processes.changes import Change, compare, complaints, has_other_past, pasts
from stegvis.processes.drafts import SIDES, StageDraft, drafts_of, stages_of
from stegvis.processes.fields import FIELDS
from stegvis.processes.models import BuyerPhase, Process, ProcessDraft, Stage, StageKind
from stegvis.processes.operations.drafting import body_of_drafts, phases_of
from stegvis.processes.operations.publishing import pasts_ever
from stegvis.ui.marks import depth
from stegvis.workspaces.models import Member

MOST_LISTED = 50
LISTED = ("id", "title", "amount", "currency")


@dataclass(frozen=True)
class News:
    """What is new of one stage: new, changed, split, or gone, and in which way."""

    what: str
    name: str
    how: str = ""


@dataclass(frozen=True)
class Going:
    """A stage in which deals run, where they may go (key, name), where they would, and why that is proposed.

    `part` is the key of the second part of a split stage, `listed` the deals one may choose one by one.
    """

    stage: Stage
    deals: int
    choices: tuple[tuple[str, str], ...]
    proposed: str
    why: str
    part: str = ""
    listed: tuple[Deal, ...] = ()
    depth: int = 0


@dataclass
class PublicationPage:
    """The page before publishing. `wrong` holds sentences that stop it."""

    member: Member
    process: Process
    draft: ProcessDraft
    before: list[Stage]
    drafts: list[StageDraft]
    wanted: list[StageDraft]
    wrong: list[str]
    old: Body

    @property
    def body(self) -> Body:
        """The draft."""
        return self.draft.body

    @property
    def number(self) -> int:
        """Which version it would be."""
        return self.process.current.number + 1 if self.process.current else 1

    @cached_property
    def change(self) -> Change:
        """The difference to the version in force."""
        return compare(self.before, self.wanted, self.drafts)

    @property
    def is_new(self) -> bool:
        """Whether it makes a version; else words are mended in the one in force."""
        return not self.before or self.change.is_structural

    @cached_property
    def news(self) -> list[News]:
        """Stage by stage what changes."""
        known = {row["key"]: row for row in self.old["stages"]}
        names = {row["key"]: row["name"] for row in self.body["stages"]}
        there = [one for row in self.body["stages"] if (one := _news(row, known, names))]
        return [*there, *(self._gone(stage) for stage in self.change.removed if stage.lineage not in names)]

    @cached_property
    def going(self) -> list[Going]:
        """The stages of the version in force in which deals run, with where those may go."""
        return self._all_going(self.before)

    @cached_property
    def earlier(self) -> list[Going]:
        """The same of stages of earlier versions, whose deals stayed."""
        return self._all_going(self._left)

    def _all_going(self, stages: list[Stage]) -> list[Going]:
        return [self._going(stage, self._counts[stage.pk]) for stage in stages if self._counts[stage.pk]]

    @cached_property
    def _left(self) -> list[Stage]:
        return earlier_stages_with_deals(self.process) if self.before else []

    @cached_property
    def _counts(self) -> dict[int, int]:
        return seen_counts(self.member, [*self.before, *self._left])

    @property
    def deals(self) -> int:
        """How many deals run in the version in force, as far as the reader may know."""
        return sum(one.deals for one in self.going)

    @property
    def opened_before(self) -> list[Row]:
        """The open stages in force."""
        return [row for row in self.old["stages"] if row["kind"] == StageKind.OPEN]

    @property
    def opened_after(self) -> list[Row]:
        """The open stages wanted."""
        return [row for row in self.body["stages"] if row["kind"] == StageKind.OPEN]

    @property
    def paths(self) -> list[tuple[str, str]]:
        """Lines from stages before to stages after, as SVG paths in a box of 600 by 40, each with its class."""
        before = {row["key"]: place for place, row in enumerate(self.opened_before)}
        after = {row["key"]: place for place, row in enumerate(self.opened_after)}
        pairs = [(key, key, "") for key in before if key in after]
        pairs += [(key, home, "") for key, home in self.body["homes"].items() if key in before and home in after]
        pairs += [(row["split_from"], row["key"], "new") for row in self.opened_after if row["split_from"] in before]
        across = [(self._x(before[a], before), self._x(after[b], after), kind) for a, b, kind in pairs]
        return [(f"M{a} 0C{a} 24 {b} 16 {b} 40", kind) for a, b, kind in across]

    def depth_of(self, row: Row, rows: list[Row]) -> int:
        """How deep an open stage stands among its own."""
        return depth(rows.index(row), len(rows))

    def _x(self, place: int, among: Mapping) -> int:
        return round((place + 0.5) * 600 / len(among))

    def _gone(self, stage: Stage) -> News:
        home = self.body["homes"].get(stage.lineage, "")
        name = next((row["name"] for row in self.body["stages"] if row["key"] == home), "")
        return News("gone", stage.name, _("Merged into %(stage)s") % {"stage": name} if name else "")

    def _going(self, stage: Stage, deals: int) -> Going:
        side = SIDES[StageKind(stage.kind)]
        choices = tuple((one.key, one.name) for one in self.change.stages if one.side == side)
        home = self.body["homes"].get(stage.lineage, "")
        keys = dict(choices)
        proposed = stage.lineage if stage.lineage in keys else home if home in keys else ""
        parts = [row for row in self.body["stages"] if row["split_from"] == stage.lineage and row["key"] in keys]
        part = parts[0]["key"] if parts and proposed == stage.lineage else ""
        listed = tuple(self._listed.get(stage.pk, ())) if part else ()
        opened = [one for one in self.before if one.kind == StageKind.OPEN]
        deep = depth(opened.index(stage), len(opened)) if stage in opened else 0
        return Going(stage, deals, choices, proposed, _why(stage, proposed, part, home), part, listed, deep)

    @cached_property
    def _listed(self) -> dict[int, list[Deal]]:
        """The first deals of each stage that is split, by one query."""
        split = {row["split_from"] for row in self.body["stages"]}
        stages = [(stage.pk,) for stage in (*self.before, *self._left) if stage.lineage in split]
        deals = Deal.objects.visible_to(self.member).order_by("-rank", "id").values_list("stage_id", *LISTED)
        found = defaultdict(list)
        for pk, *facts in first_of_slices(deals, stages, MOST_LISTED):
            found[pk].append(Deal(stage_id=pk, **dict(zip(LISTED, facts, strict=True))))
        return found


def _why(stage: Stage, proposed: str, part: str, home: str) -> str:
    if part:
        return _("Split")
    if proposed == stage.lineage:
        return _("Same stage")
    return _("Merged") if home and proposed == home else _("Gone")


def _news(row: Row, known: Mapping[str, Row], names: Mapping[str, str]) -> News | None:
    before = known.get(row["key"])
    if before is None:
        source = names.get(row["split_from"], "")
        return News("new", row["name"], _("Split from %(stage)s") % {"stage": source} if source else "")
    changed = [str(FIELDS["stages"][name].label) for name in STAGE_FIELDS if row[name] != before[name]]
    labels = {"criteria": _("Evidence"), "tasks": _("Tasks"), "branches": _("Branches")}
    changed += [labels[part] for part in LINES if row[part] != before[part]]
    return News("changed", row["name"], ", ".join(changed)) if changed else None


def read_publication(member: Member, process: Process) -> PublicationPage | None:
    """What publishing the draft of `process` would do; None where there is no draft."""
    draft = ProcessDraft.objects.filter(workspace=member.workspace_id, process=process).first()
    if draft is None:
        return None
    before = stages_of(process.current) if process.current else []
    drafts = drafts_of(before)
    kept = phases_of(process)
    phases = _phases(kept, draft.body)
    wanted = drafts_in(draft.body, phases)
    known = pasts_ever(process) if has_other_past(wanted, pasts(drafts)) else pasts(drafts)
    wrong = list(dict.fromkeys(complaints(wanted, known, set(phases.values()))))
    old = body_of_drafts(process, drafts, kept) if process.current else {**draft.body, "stages": []}
    return PublicationPage(member, process, draft, before, drafts, wanted, wrong, old)


def _phases(kept: Iterable[BuyerPhase], body: Body) -> dict[str, int]:
    """The ids of the buyer's phases by key; phases that are not kept yet get one that no other has."""
    known = {phase.key: phase.pk for phase in kept}
    return {row["key"]: known.get(row["key"], -place) for place, row in enumerate(body["phases"], start=1)}
