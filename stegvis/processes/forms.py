"""Forms of the process editor: one for the head, one for every stage, criterion and task on the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from stegvis.processes.changes import MOST_DAYS, Change
from stegvis.processes.drafts import CriterionDraft, StageDraft, TaskDraft, draft_of
from stegvis.processes.models import BuyerPhase, ExitCriterion, Process, Stage, StageKind, TaskTemplate
from stegvis.processes.sheets import Line, Sheet, StageRow


class PlainForm(forms.Form):
    """A form whose buttons may leave it half filled: the server says what is missing when it is saved."""

    use_required_attribute = False


class SentenceField(forms.CharField):
    """One sentence: its field grows with it, line breaks in it are blanks."""

    widget = forms.Textarea({"rows": 1})

    def clean(self, value: str) -> str:
        """The sentence in one line."""
        return " ".join(super().clean(value).split())


class HeadForm(PlainForm):
    """What the process is called."""

    name = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(
        label=_("What it is for"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def has_changed_from(self, process: Process) -> bool:
        """Whether a valid head differs from what the process says."""
        return any(getattr(process, name) != value for name, value in self.cleaned_data.items())


class StageForm(PlainForm):
    """The facts of a stage."""

    name = forms.CharField(label=_("Name"), max_length=200)
    definition = forms.CharField(
        label=_("A deal is here when …"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=StageKind)
    buyer_phase = forms.TypedChoiceField(label=_("The buyer is"), required=False, coerce=int, empty_value=None)
    expected_days = forms.IntegerField(label=_("Usually, days"), required=False, min_value=1, max_value=MOST_DAYS)
    silence_days = forms.IntegerField(label=_("Silence, days"), required=False, min_value=1, max_value=MOST_DAYS)
    probability = forms.IntegerField(label=_("Chance to win, %"), required=False, min_value=0, max_value=100)

    def __init__(self, *args, phases: list[BuyerPhase], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["buyer_phase"].choices = [("", "–"), *((phase.pk, phase.name) for phase in phases)]  # type: ignore


class CriterionForm(PlainForm):
    """One piece of evidence that lets a deal leave."""

    text = SentenceField(label=_("Evidence"), max_length=500)
    evidence_kind = forms.ChoiceField(label=_("Kind of evidence"), choices=ExitCriterion.EvidenceKind)
    hard = forms.BooleanField(label=_("Required"), required=False)


class TaskForm(PlainForm):
    """One task that usually helps."""

    title = forms.CharField(label=_("Task"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind of task"), choices=TaskTemplate.TaskKind)
    due_days = forms.IntegerField(label=_("Days after entry"), required=False, min_value=0, max_value=MOST_DAYS)
    note = SentenceField(label=_("Advice"), max_length=2000, required=False)


LINE_FORMS = {"criteria": CriterionForm, "tasks": TaskForm}


@dataclass
class LineEditor:
    """A criterion or task with its form."""

    line: Line
    form: PlainForm

    @property
    def is_new(self) -> bool:
        """Whether it was added a moment ago, and so has the focus."""
        return bool(self.line.values.get("is_new"))


@dataclass
class StageEditor:
    """A stage with its forms."""

    row: StageRow
    form: StageForm
    criteria: list[LineEditor]
    tasks: list[LineEditor]

    def forms(self) -> Iterator[forms.Form]:
        """All forms of the stage."""
        yield self.form
        for editor in (*self.criteria, *self.tasks):
            yield editor.form

    @property
    def is_wrong(self) -> bool:
        """Whether a field of it needs mending; only judged sheets know."""
        return any(form.is_bound and not form.is_valid() for form in self.forms())

    def draft(self) -> StageDraft:
        """What the valid forms say."""
        return StageDraft(
            **self.form.cleaned_data,
            lineage=_lineage(self.row.key),
            criteria=tuple(
                CriterionDraft(**one.form.cleaned_data, lineage=_lineage(one.line.key)) for one in self.criteria
            ),
            tasks=tuple(TaskDraft(**one.form.cleaned_data) for one in self.tasks),
        )


class Editor:
    """A sheet with its forms. Judged, its fields say what is wrong; else they only show what is there."""

    def __init__(self, process: Process, sheet: Sheet, *, judged: bool) -> None:
        self.process, self.sheet, self.judged = process, sheet, judged
        prefetch_related_objects([process], "buyer_phases")
        self.phases = list(process.buyer_phases.all())
        self.head = HeadForm(**self._values("", sheet.head))
        self.stages = [self._stage(row) for row in sheet.stages]
        self.complaint = ""

    @cached_property
    def is_valid(self) -> bool:
        """Whether every field of a judged sheet is right."""
        return self.head.is_valid() and not any(stage.is_wrong for stage in self.stages)

    @property
    def drafts(self) -> list[StageDraft]:
        """The stages as a valid sheet wants them."""
        return [self._with_branches(stage.draft()) for stage in self.stages]

    def _with_branches(self, draft: StageDraft) -> StageDraft:
        """The branches it has in force, as far as their targets are still there: the sheet does not show them."""
        there = {stage.row.key for stage in self.stages}
        kept = (one for one in self._branches.get(draft.lineage, ()) if one.to in there)
        return replace(draft, branches=tuple(kept))

    @cached_property
    def _branches(self) -> dict:
        return {draft.lineage: draft.branches for draft in draft_of(self.process.current)}

    @property
    def mapping(self) -> dict[int, int]:
        """For removed stages the place where their deals go, as far as the sheet says it."""
        places = {stage.row.key: place for place, stage in enumerate(self.stages)}
        return {pk: places[key] for pk, key in self.sheet.homes.items() if key in places}

    def homes(self, change: Change, stage: Stage) -> list[tuple[str, str]]:
        """The stages where the deals of a removed `stage` may go: key and name."""
        return [(self.stages[place].row.key, change.stages[place].name) for place in change.choices(stage)]

    def _values(self, key: str, values: dict) -> dict:
        """Arguments of a form: bound to the values when they are judged, showing them else."""
        if not self.judged:
            return {"initial": values, "prefix": key or None}
        return {
            "data": {f"{key}-{name}" if key else name: value for name, value in values.items()},
            "prefix": key or None,
        }

    def _stage(self, row: StageRow) -> StageEditor:
        lines = {
            part: [LineEditor(line, form(**self._values(line.key, line.values))) for line in row.lines[part]]
            for part, form in LINE_FORMS.items()
        }
        return StageEditor(row, StageForm(**self._values(row.key, row.values), phases=self.phases), **lines)


def _lineage(key: str) -> str:
    """Keys of new rows begin with n, which no hexadecimal lineage does."""
    return "" if key.startswith("n") else key
