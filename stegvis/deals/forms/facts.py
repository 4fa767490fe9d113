"""One form for each fact of a deal that is edited where it stands."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.deals.forms.fields import AmountField, CurrencyField, DayField, WordsField
from stegvis.deals.models import Deal, LostReason
from stegvis.deals.operations.buying import ensure_company
from stegvis.deals.operations.editing import edit_deal
from stegvis.deals.paths import LOST
from stegvis.people.models import Company
from stegvis.people.operations.tagging import set_tags
from stegvis.processes.models import StageKind
from stegvis.workspaces.forms.choosing import MemberField, SeveralField
from stegvis.workspaces.models import Member, Team
from stegvis.workspaces.operations.privacy import set_privacy

OTHER = object()


class FactForm(forms.Form):
    """A fact of `deal` as `member` edits it. `seen` carries what stood there when the form was fetched."""

    verb: ClassVar[str] = "edit"
    facts: ClassVar[tuple[str, ...]] = ()
    label: ClassVar[Any] = ""
    kept_as: ClassVar[tuple[str, ...]] = ()  # under which names history keeps its changes; none: under its facts
    statuses: ClassVar[tuple[str, ...]] = ()  # in which alone a deal has this fact; none named: in all
    seen = forms.CharField(required=False, max_length=100_000, strip=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, deal: Deal, member: Member) -> None:
        self.deal, self.member = deal, member
        super().__init__(data, initial=self.shown() | {"seen": self.as_seen()})
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to the workspace."""

    def shown(self) -> dict[str, Any]:
        """The initial values of the fields."""
        return {name: getattr(self.deal, name) for name in self.facts}

    def as_seen(self) -> str:
        """What stands there now, as a text that a form can carry."""
        return json.dumps({name: _text(getattr(self.deal, name)) for name in self.facts})

    def changes(self) -> dict[str, Any]:
        """What the editor wants, by the deal's fields."""
        return {name: self.cleaned_data[name] for name in self.facts}

    def seen_facts(self) -> dict[str, Any]:
        """What the editor had before its eyes: the value of now where it is the same, else something that it is not."""
        told = told_of(self.cleaned_data.get("seen", ""))
        current = {name: getattr(self.deal, name) for name in self.facts}
        same = {name: told[name] == _text(value) for name, value in current.items() if name in told}
        return {name: current[name] if same[name] else OTHER for name in same}

    def save(self) -> None:
        """Change the deal. Raises PermissionDenied, ChangedMeanwhile, Refused."""
        edit_deal(self.deal, self.changes(), by=self.member, seen=self.seen_facts())


def _text(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def told_of(text: str) -> Mapping[str, str]:
    """What a form says that its editor had seen; nothing where it cannot be read."""
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


class TitleForm(FactForm):
    facts, label = ("title",), _("Title")
    title = forms.CharField(label=_("Title"), max_length=300)


class ValueForm(FactForm):
    facts, label = ("amount", "currency"), _("Value")
    amount = AmountField(label=_("Value"))

    def prepare(self) -> None:
        home = self.deal.currency or self.member.workspace.currency
        self.fields["currency"] = CurrencyField(home=home)
        self.fields["amount"].home = home  # type: ignore[attr-defined]

    def clean(self):
        said = super().clean()
        written = self.fields["amount"].currency  # type: ignore[attr-defined]
        return said | {"currency": written} if written else said


class CloseForm(FactForm):
    facts, label = ("expected_close",), _("Expected close")
    expected_close = DayField(label=_("Expected close"))


class OwnerForm(FactForm):
    verb = "reassign"
    facts, label = ("owner",), _("Owner")
    owner = MemberField(Member.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody"))

    def prepare(self) -> None:
        self.fields["owner"].queryset = choosable(self.member, also=self.deal.owner_id)  # type: ignore[attr-defined]


class TeamForm(FactForm):
    facts, label = ("team",), _("Team")
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=_("None"))

    def prepare(self) -> None:
        self.fields["team"].queryset = Team.objects.filter(workspace=self.member.workspace_id).order_by("name")  # type: ignore[attr-defined]


class SourceForm(FactForm):
    facts, label = ("source",), _("Source")
    source = forms.CharField(label=_("Source"), max_length=200, required=False)


class DescriptionForm(FactForm):
    facts, label = ("description",), _("Description")
    description = forms.CharField(
        label=_("Description"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class WakeForm(FactForm):
    facts, label = ("wake_on",), _("Wakes up")
    statuses = (StageKind.PARKED,)
    wake_on = DayField(label=_("Wakes up"))


class LostReasonForm(FactForm):
    facts, label = ("lost_reason",), _("Lost because of")
    statuses = LOST
    lost_reason = forms.ModelChoiceField(
        LostReason.objects.none(), label=_("Lost because of"), required=False, empty_label=_("Not said")
    )

    def prepare(self) -> None:
        reasons = LostReason.objects.filter(workspace=self.member.workspace_id)
        still = reasons.filter(Q(archived=False) | Q(pk=self.deal.lost_reason_id))
        self.fields["lost_reason"].queryset = still  # type: ignore[attr-defined]


class CompanyForm(FactForm):
    """The company by its name: one that is known, or a new one."""

    facts, label = ("company",), _("Company")
    company = forms.CharField(
        label=_("Company"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "companies", "autocomplete": "off"}),
    )

    def shown(self) -> dict[str, Any]:
        company = Company.objects.visible_to(self.member).filter(pk=self.deal.company_id).first()
        return {"company": company.name if company else ""}

    def changes(self) -> dict[str, Any]:
        name = self.cleaned_data["company"]
        if not name and not self.initial["company"]:
            return {}  # a company that the editor may not see stays
        return {"company": ensure_company(name, by=self.member, deal=self.deal)}


class TagsForm(FactForm):
    kept_as = ("tags",)
    label = _("Tags")
    tags = WordsField(
        label=_("Tags"), max_length=4000, required=False, help_text=_("Commas between"),
        widget=forms.TextInput(attrs={"list": "tags", "autocomplete": "off"}),
    )  # fmt: skip

    def shown(self) -> dict[str, Any]:
        return {"tags": sorted(tag.name for tag in self.deal.tags.all())}

    def as_seen(self) -> str:
        return json.dumps(self.shown())

    def save(self) -> None:
        """Put on and take off what the editor did; what somebody else did meanwhile stays."""
        told = told_of(self.cleaned_data["seen"]).get("tags", [])
        wanted, seen = self.cleaned_data["tags"], told if isinstance(told, list) else []
        kept = [name for name in self.shown()["tags"] if name in wanted or name not in seen]
        set_tags(self.deal, [*kept, *(name for name in wanted if name not in kept)], by=self.member)


class PrivacyForm(FactForm):
    verb = "reassign"
    kept_as = ("private", "named")
    facts, label = ("private",), _("Who sees it")
    private = forms.BooleanField(label=_("Private: only the owner and those named here"), required=False)
    named = SeveralField(Member.objects.none(), label=_("Also seen by"), required=False)

    def prepare(self) -> None:
        members = choosable(self.member, also=None).exclude(pk=self.deal.owner_id)
        self.fields["named"].queryset = members  # type: ignore[attr-defined]
        self.initial["named"] = [member.pk for member in self.deal.named.all()]

    def save(self) -> None:
        said = self.cleaned_data
        set_privacy(self.deal, said["private"], list(said["named"]), by=self.member)


def choosable(member: Member, also: int | None):
    """The active members of the workspace, and the one who has it now even when gone."""
    mine = Member.objects.filter(workspace=member.workspace_id)
    return mine.filter(Q(active=True) | Q(pk=also)).order_by("name", "pk")


FORMS: dict[str, type[FactForm]] = {
    "title": TitleForm,
    "value": ValueForm,
    "close": CloseForm,
    "owner": OwnerForm,
    "team": TeamForm,
    "source": SourceForm,
    "description": DescriptionForm,
    "wake": WakeForm,
    "lost-reason": LostReasonForm,
    "company": CompanyForm,
    "tags": TagsForm,
    "privacy": PrivacyForm,
}
