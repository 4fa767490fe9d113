"""A new deal: in one line, or fact by fact."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.core.written import Written, joined_columns, joined_instance
from stegvis.deals.forms.facts import choosable
from stegvis.deals.forms.fields import AmountField, CurrencyField, DayField, WordsField
from stegvis.deals.models import Deal
from stegvis.deals.one_line import LONGEST, Line, read_line
from stegvis.deals.operations.buying import ensure_company
from stegvis.deals.operations.creating import create_deal
from stegvis.people.models import Person
from stegvis.people.operations.tagging import set_tags
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.workspaces.forms.choosing import MemberField, SeveralField
from stegvis.workspaces.forms.new_values import add_own_fields, own_bound, own_values
from stegvis.workspaces.models import Member, Team


def usable_processes(member: Member):
    """The processes in which deals can start, in order."""
    return _usable(member.workspace_id).select_related("current")


def _usable(workspace: int) -> QuerySet[Process]:
    living = Process.objects.filter(workspace=workspace, archived_at=None, current__isnull=False)
    return living.order_by("position", "pk")


USABLE = Written(lambda workspace: _usable(workspace).values_list(*joined_columns(Process, ["current"])))


class LineForm(forms.Form):
    """Company, title, value."""

    line = forms.CharField(label=gettext_lazy("Company, title, value"), max_length=LONGEST)
    process = forms.ChoiceField(label=gettext_lazy("Process"))

    def __init__(self, data=None, *, member: Member, initial: dict | None = None) -> None:
        self.member = member
        super().__init__(data, initial=initial, auto_id="line_%s")
        self.fields["process"].choices = lambda: [(pk, one.name) for pk, one in self.processes.items()]  # type: ignore

    @cached_property
    def processes(self) -> dict[str, Process]:
        """Those in which deals can start, by id; asked for when one is chosen or all are shown."""
        rows = USABLE(workspace=self.member.workspace_id)
        found = [joined_instance(Process, ["current"], row) for row in rows]
        return {str(process.pk): process for process in found}

    def clean_process(self) -> Process:
        return self.processes[self.cleaned_data["process"]]

    def understood(self) -> Line:
        """What the line says."""
        return read_line(self.cleaned_data["line"], self.member.workspace.currency)

    def clean_line(self) -> str:
        line = read_line(self.cleaned_data["line"], self.member.workspace.currency)
        if not line.title:
            raise forms.ValidationError(_("A deal needs a title. Write for example: Ekhamra, Load control, 120 000"))
        if len(line.title) > 300 or len(line.company) > 300:
            raise forms.ValidationError(_("Company and title have at most 300 letters each."))
        return self.cleaned_data["line"]

    def save(self) -> Deal:
        """Make the deal, and its company where it is new. Raises PermissionDenied, Refused."""
        line, member = self.understood(), self.member
        facts = {"amount": line.amount, "currency": line.currency or member.workspace.currency}
        company = ensure_company(line.company, by=member)
        return create_deal(by=member, process=self.cleaned_data["process"], title=line.title, company=company, **facts)


class StageChoice(forms.ModelChoiceField):
    """An open stage of a current version, named with its process where there are several."""

    def label_from_instance(self, stage: Stage) -> str:
        return f"{stage.process.name}: {stage.name}"


class DealForm(forms.Form):
    """Everything that a deal may be known to be from the start."""

    company = forms.CharField(
        label=gettext_lazy("Company"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"list": "companies", "autocomplete": "off"}),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    amount = AmountField(label=gettext_lazy("Value"))
    stage = StageChoice(Stage.objects.none(), label=gettext_lazy("Process and stage"), empty_label=None)
    expected_close = DayField(label=gettext_lazy("Expected close"))
    owner = MemberField(Member.objects.none(), label=gettext_lazy("Owner"), empty_label=None)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=gettext_lazy("Team"), required=False, empty_label=gettext_lazy("None")
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200, required=False)
    tags = WordsField(
        label=gettext_lazy("Tags"), max_length=4000, required=False, help_text=gettext_lazy("Commas between")
    )
    people = SeveralField(Person.objects.none(), label=gettext_lazy("People"), required=False)
    private = forms.BooleanField(label=gettext_lazy("Private: only the owner sees it"), required=False)

    def __init__(self, data=None, *, member: Member, initial: dict[str, Any] | None = None, company=None) -> None:
        self.member = member
        super().__init__(data, initial={"owner": member.pk} | (initial or {}))
        home = member.workspace.currency
        self.fields["currency"] = CurrencyField(home=home)
        self.fields["amount"].home = home  # type: ignore[attr-defined]
        self._narrow("stage", self._stages())
        self._narrow("owner", choosable(member, also=None))
        self._narrow("team", Team.objects.filter(workspace=member.workspace_id).order_by("name"))
        self._narrow("people", Person.objects.visible_to(member).order_by("name_key"))
        add_own_fields(self, member, "deal")
        known = company.people.visible_to(member).order_by("name_key")[:20] if company else []
        self.fields["people"].choices = [(person.pk, person.name) for person in known]  # type: ignore[attr-defined]

    def _narrow(self, name: str, queryset) -> None:
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def _stages(self):
        processes = usable_processes(self.member)
        within = Stage.objects.filter(workspace=self.member.workspace_id, kind=StageKind.OPEN)
        current = within.filter(version__in=processes.values("current"))
        return current.select_related("process").order_by("process__position", "process", "position", "pk")

    def clean(self):
        said = super().clean()
        written = self.fields["amount"].currency  # type: ignore[attr-defined]
        return said | {"currency": written} if written else said

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The workspace's own fields, those first that have to be filled in."""
        return [*own_bound(self, required=True), *own_bound(self, required=False)]

    def save(self) -> Deal:
        """Make the deal. Raises PermissionDenied, Refused."""
        said, member = self.cleaned_data, self.member
        names = ("title", "amount", "currency", "expected_close", "owner", "team", "source", "private", "stage")
        facts = {name: said[name] for name in names}
        company = ensure_company(said["company"], by=member)
        process = said["stage"].process
        deal = create_deal(
            by=member, process=process, company=company, people=list(said["people"]), own=own_values(self), **facts
        )
        if said["tags"]:
            set_tags(deal, said["tags"], by=member)
        return deal
