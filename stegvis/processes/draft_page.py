"""What the designer's page shows of a draft: its small map, what is unfolded below, remarks, and who else is here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.processes.acts.told import say
from stegvis.processes.bodies import LINES, Body, Row, from_buyer
from stegvis.processes.draft_places import BEFORE, WRITTEN, Place, settle
from stegvis.processes.fields import FIELDS, as_sent
from stegvis.processes.models import DraftStep, Process, ProcessDraft, StageKind
from stegvis.processes.operations.draft_editing import mark_of
from stegvis.processes.operations.drafting import body_of_version
from stegvis.processes.remarks import Remark, remarks
from stegvis.ui.formats import days_long
from stegvis.ui.marks import depth
from stegvis.workspaces.models import Member

HERE = timedelta(minutes=5)


@dataclass(frozen=True)
class DrawnRow:
    """A stage on the small map. `news` is new, changed, split or nothing; `here` are others who changed it just now."""

    row: Row
    number: int
    depth: int
    news: str
    here: tuple[Member, ...]

    @property
    def from_buyer(self) -> int:
        """How much evidence from the buyer it asks for."""
        return len(from_buyer(self.row))


@dataclass(frozen=True)
class Span:
    """A buyer phase over so many neighbouring stages; no name where a stage lines up with none."""

    name: str
    span: int


@dataclass
class DraftPage:
    """Everything of the page. `draft` is None as long as nobody has changed anything."""

    process: Process
    draft: ProcessDraft | None
    body: Body
    place: Place
    steps: list[DraftStep]
    redo: DraftStep | None
    in_force: dict[str, Row] = field(default_factory=dict)
    reader: int = 0

    @property
    def chosen(self) -> str:
        """The key of what is open."""
        return self.place.chosen

    @property
    def way(self) -> str:
        """Which of the drawings it is."""
        return self.place.drawing

    @property
    def written(self) -> bool:
        """Whether names and lines are written on the drawing itself, not beside it."""
        return self.way in WRITTEN

    @property
    def query(self) -> str:
        """What an act's address ends with, so that the answer is the same place."""
        return self.place.query(self.chosen, self.way)

    def at(self, chosen: str, drawing: str = "") -> str:
        """The address of the same draft with something else open, or on another drawing."""
        return self.place.at(chosen, drawing)

    @property
    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """The fields of forms, by part and name."""
        return FIELDS

    def as_sent(self, value: Any) -> str:
        """A value as a form holds it."""
        return as_sent(value)

    def mark(self, key: str) -> str:
        """What `key` names, in short, as it is on this page."""
        return mark_of(self._rows[key][1])

    @cached_property
    def _rows(self) -> dict[str, tuple[str, Row]]:
        """Everything that has a key: its part and itself."""
        found = {row["key"]: (part, row) for part in ("stages", "phases") for row in self.body[part]}
        lines = ((part, line) for row in self.body["stages"] for part in LINES for line in row[part])
        return found | {line["key"]: (part, line) for part, line in lines}

    def says(self, key: str) -> str:
        """What a drawing says of a stage, phase or line besides what is written there; at least that there is more."""
        part, row = self._rows.get(key, ("", {}))
        says = {"tasks": self.task_says, "criteria": self.evidence_says, "stages": self._stage_says}
        return (says[part](row) if part in says else "") or _("Details")

    def _stage_says(self, row: Row) -> str:
        expected = row["expected_days"]
        return _("usually %(days)s") % {"days": days_long(expected)} if expected else ""

    @property
    def revision(self) -> int:
        """Rises with every change."""
        return self.draft.revision if self.draft else 0

    @property
    def number(self) -> int:
        """The number the next version gets."""
        return self.process.current.number + 1 if self.process.current else 1

    @property
    def undo(self) -> DraftStep | None:
        """The step that can be taken back."""
        return self.steps[-1] if self.steps else None

    @property
    def undo_says(self) -> str:
        """What would be taken back."""
        return say(self.undo.sentence) if self.undo else ""

    @property
    def redo_says(self) -> str:
        """What would be done again."""
        return say(self.redo.sentence) if self.redo else ""

    @property
    def stage(self) -> DrawnRow | None:
        """The stage that is unfolded."""
        return next((one for one in [*self.opened, *self.others] if one.row["key"] == self.chosen), None)

    @property
    def line(self) -> tuple[Row, str, Row] | None:
        """The line that is open, with its stage and its part."""
        lines = ((row, part, line) for row in self.body["stages"] for part in LINES for line in row[part])
        return next((one for one in lines if one[2]["key"] == self.chosen), None)

    @property
    def phase(self) -> Row | None:
        """The buyer's phase that is open."""
        return next((row for row in self.body["phases"] if row["key"] == self.chosen), None)

    @property
    def gap(self) -> tuple[Row | None, Row] | None:
        """The arrow that is open: the stages before and behind it."""
        row = next((one for one in self.body["stages"] if BEFORE + one["key"] == self.chosen), None)
        return (self._before(row), row) if row else None

    def _before(self, row: Row) -> Row | None:
        """The stage from which the way leads to `row` where no branch says another."""
        ways = {StageKind.WON: (StageKind.OPEN, -1), StageKind.AFTER_WON: (StageKind.WON, 0)}
        kind, which = ways.get(row["kind"], (StageKind.LOST, 0) if row["kind"] == StageKind.AFTER_LOST else ("", 0))
        kin = [one for one in self.body["stages"] if one["kind"] == row["kind"]]
        if place := kin.index(row):
            return kin[place - 1]
        from_there = [one for one in self.body["stages"] if one["kind"] == kind]
        return from_there[which] if from_there else None

    @cached_property
    def opened(self) -> list[DrawnRow]:
        """The open stages: the map's columns."""
        rows = [row for row in self.body["stages"] if row["kind"] == StageKind.OPEN]
        return [self._drawn(row, place + 1, depth(place, len(rows))) for place, row in enumerate(rows)]

    @cached_property
    def others(self) -> list[DrawnRow]:
        """The stages outside the sale: ends, parked ones, what comes after."""
        return [self._drawn(row, 0, 0) for row in self.body["stages"] if row["kind"] != StageKind.OPEN]

    @cached_property
    def groups(self) -> list[tuple[str, str, list[DrawnRow]]]:
        """The stages outside the sale by kind: its value, its words, its stages."""
        kinds = [kind for kind in StageKind if kind != StageKind.OPEN]
        return [(kind, str(kind.label), [one for one in self.others if one.row["kind"] == kind]) for kind in kinds]

    @property
    def spans(self) -> list[Span]:
        """The buyer's phases over the open stages, neighbours of one phase as one."""
        names = {phase["key"]: phase["name"] for phase in self.body["phases"]}
        found: list[Span] = []
        for drawn in self.opened:
            name = names.get(drawn.row["buyer_phase"], "")
            if found and found[-1].name == name:
                found[-1] = Span(name, found[-1].span + 1)
            else:
                found.append(Span(name, 1))
        return found if any(names.values()) else []

    @cached_property
    def remarks(self) -> list[Remark]:
        """What strikes one about it."""
        return remarks(self.body)

    @cached_property
    def others_here(self) -> list[Member]:
        """Who else changed something within the last minutes."""
        return list(dict.fromkeys(step.by for step in self._recent if step.by))

    @cached_property
    def _recent(self) -> list[DraftStep]:
        return [step for step in self.steps if step.at > timezone.now() - HERE and step.by_id != self.reader]

    @property
    def phase_choices(self) -> list[tuple[str, str]]:
        """The buyer's phases a stage may line up with."""
        return [("", "–"), *((row["key"], row["name"]) for row in self.body["phases"])]

    def branch_choices(self, stage: Row) -> list[tuple[str, str]]:
        """Where a branch of `stage` may lead."""
        return [(row["key"], row["name"]) for row in self.body["stages"] if row is not stage]

    def is_new(self, line: Row) -> bool:
        """Whether the line is not in the version in force."""
        return bool(self.process.current) and line["key"] not in self._lines_in_force

    @cached_property
    def _lines_in_force(self) -> set[str]:
        return {line["key"] for row in self.in_force.values() for part in LINES for line in row[part]}

    def kind_of(self, key: str) -> str:
        """The kind of the stage `key`; empty where there is none."""
        return next((row["kind"] for row in self.body["stages"] if row["key"] == key), "")

    def task_says(self, row: Row) -> str:
        """A task in short: its kind, who does it, when."""
        kinds = dict(FIELDS["tasks"]["kind"].choices)  # type: ignore[attr-defined]
        days = row["due_days"]
        when = ngettext("after %(num)s day", "after %(num)s days", days) % {"num": days} if days else ""
        return ", ".join(str(one) for one in (kinds.get(row["kind"], ""), row["role"], when) if one)

    def evidence_says(self, row: Row) -> str:
        """A criterion in short: how it is shown."""
        return str(dict(FIELDS["criteria"]["evidence_kind"].choices).get(row["evidence_kind"], ""))  # type: ignore[attr-defined]

    def branch_says(self, row: Row) -> str:
        """A branch in short: where it leads, and when a deal wakes there."""
        days = row["wake_days"]
        if not days:
            return _("to %(stage)s") % {"stage": self.name_of(row["to"])}
        said = ngettext("to %(stage)s, wakes after %(num)s day", "to %(stage)s, wakes after %(num)s days", days)
        return said % {"stage": self.name_of(row["to"]), "num": days}

    def has(self, key: str) -> bool:
        """Whether a line or phase `key` is there."""
        return self._rows.get(key, ("stages", {}))[0] != "stages"

    def depth_of(self, key: str) -> int | str:
        """How deep the stage `key` stands among the open ones; empty for others."""
        return next((one.depth for one in self.opened if one.row["key"] == key), "")

    def number_of(self, key: str) -> int:
        """Which of the open stages it is; 0 for others."""
        return next((one.number for one in self.opened if one.row["key"] == key), 0)

    def name_of(self, key: str) -> str:
        """What the stage `key` is called; empty where there is none."""
        return next((row["name"] for row in self.body["stages"] if row["key"] == key), "")

    def neighbours(self, row: Row) -> list[Row]:
        """The stages before and after it of the same kind: what it can be merged with."""
        kin = [one for one in self.body["stages"] if one["kind"] == row["kind"]]
        place = kin.index(row)
        return [*kin[max(0, place - 1) : place], *kin[place + 1 : place + 2]]

    def _drawn(self, row: Row, number: int, deep: int) -> DrawnRow:
        here = tuple(dict.fromkeys(step.by for step in self._recent if step.by and step.place == row["key"]))
        return DrawnRow(row, number, deep, self._news(row), here)

    def _news(self, row: Row) -> str:
        if not self.process.current:
            return ""
        before = self.in_force.get(row["key"])
        if before is None:
            return "split" if row["split_from"] else "new"
        return "changed" if row != before else ""


def read_draft_page(member: Member, process: Process, place: Place) -> DraftPage:
    """The designer's page of `process` for `member` at `place`, as far as what that names is still there."""
    draft = ProcessDraft.objects.filter(workspace=member.workspace_id, process=process).first()
    now = body_of_version(process, process.current) if process.current else None
    body: Any = draft.body if draft else now
    steps = last_steps(draft) if draft else []
    redo = _redo(draft) if draft else None
    in_force = {row["key"]: row for row in now["stages"]} if now else {}
    page = DraftPage(process, draft, body, settle(body, place), steps, redo, in_force)
    page.reader = member.pk
    return page


def last_steps(draft: ProcessDraft) -> list[DraftStep]:
    """The newest steps that stand, oldest first, without what they keep."""
    steps = DraftStep.objects.filter(workspace=draft.workspace_id, draft=draft, undone=False).defer("body")
    return list(steps.select_related("by").order_by("-number")[:20])[::-1]


def _redo(draft: ProcessDraft) -> DraftStep | None:
    steps = DraftStep.objects.filter(workspace=draft.workspace_id, draft=draft, undone=True).defer("body")
    return steps.order_by("number").first()
