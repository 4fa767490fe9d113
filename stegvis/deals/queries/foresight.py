"""What saving the process editor would do, said before it is done."""

from dataclasses import dataclass, field

from stegvis.deals.queries.occupancy import occupied_stages, seen_counts
from stegvis.processes.changes import Change, compare, complaints
from stegvis.processes.drafts import drafts_of
from stegvis.processes.forms import Editor
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.processes.sheets import Sheet
from stegvis.workspaces.models import Member

FEW, MANY = 3, 7


@dataclass(frozen=True)
class Leaving:
    """A stage that goes, how many deals are seen in it, where they may go (key, name), and where they would."""

    stage: Stage
    deals: int
    choices: list[tuple[str, str]]
    chosen: str

    @property
    def target(self) -> str:
        """The name of the stage its deals go to."""
        return dict(self.choices)[self.chosen]


@dataclass(frozen=True)
class Foresight:
    """`wrong` holds sentences that stop a save; `unfinished` says that fields need mending first."""

    number: int
    wrong: tuple[str, ...] = ()
    unfinished: bool = False
    is_new: bool = False
    mended: int = 0
    leaving: tuple[Leaving, ...] = ()
    open_stages: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def remark(self) -> str:
        """few or many, where the open stages are unusually so; else empty."""
        return "few" if self.open_stages < FEW else "many" if self.open_stages > MANY else ""


def foresee(member: Member, process: Process, before: list[Stage], sheet: Sheet) -> Foresight:
    """What saving `sheet` would do to `process`, whose stages are `before`, and to the deals that `member` knows of."""
    editor = Editor(process, sheet, judged=True)
    counts = seen_counts(member, before)
    facts = {
        "number": process.current.number,
        "open_stages": sum(row.kind == StageKind.OPEN for row in sheet.stages),
        "counts": {stage.lineage: counts[stage.pk] for stage in before},
    }
    if not editor.is_valid:
        return Foresight(**facts, unfinished=True)
    drafts = drafts_of(before)
    if wrong := tuple(dict.fromkeys(complaints(editor.drafts, drafts, {phase.pk for phase in editor.phases}))):
        return Foresight(**facts, wrong=wrong)
    change = compare(before, editor.drafts, drafts)
    leaving = _leaving(process, editor, change, counts)
    renamed = editor.head.has_changed_from(process)
    return Foresight(**facts, is_new=change.is_structural, mended=len(change.mended) + renamed, leaving=leaving)


def _leaving(process: Process, editor: Editor, change: Change, counts: dict[int, int]) -> tuple[Leaving, ...]:
    occupied = occupied_stages(process) if change.removed else set()
    gone = [stage for stage in change.removed if stage.pk in occupied]
    mapping = editor.mapping
    return tuple(
        Leaving(
            stage,
            counts[stage.pk],
            editor.homes(change, stage),
            editor.stages[_place(change, stage, mapping)].row.key,
        )
        for stage in gone
    )


def _place(change: Change, stage: Stage, mapping: dict[int, int]) -> int:
    """Where the sheet sends its deals, as far as it can be done."""
    wish = mapping.get(stage.pk)
    return wish if wish in change.choices(stage) else change.nearest(stage)  # type: ignore[return-value]
