"""The profile of an ideal customer as one form with a row for each criterion."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.people.models import IdealProfile, ProfileCriterion
from stegvis.workspaces.models import CustomField

FIELDS = ("kind", "values", "least", "most", "weight")
BLANKS, MOST_ROWS, MOST_VALUES = 3, 30, 50
LARGEST = Decimal(10) ** 15
WEIGHTS = [(1, _("1 · hardly")), (2, "2"), (3, _("3 · usual")), (4, "4"), (5, _("5 · most"))]
Kind = ProfileCriterion.Kind


class CriterionForm(forms.Form):
    """One row; without a kind it counts as taken away. `kind` is that of the criterion, or "own:12" of a field."""

    kind = forms.ChoiceField(label=_("What counts"), required=False)
    values = forms.CharField(label=_("One of these, with commas between"), required=False, max_length=2000)
    least = forms.DecimalField(label=_("From"), required=False, min_value=-LARGEST, max_value=LARGEST, decimal_places=2)
    most = forms.DecimalField(label=_("To"), required=False, min_value=-LARGEST, max_value=LARGEST, decimal_places=2)
    weight = forms.ChoiceField(label=_("Weight"), choices=WEIGHTS, initial=3, required=False)

    def __init__(self, *args, own: dict[int, CustomField], **options) -> None:
        super().__init__(*args, auto_id=False, **options)
        self.own = own
        usual = [(kind.value, kind.label) for kind in Kind if kind != Kind.OWN]
        self.fields["kind"].choices = [("", "–"), *usual, *((f"own:{pk}", one.name) for pk, one in own.items())]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Figures need a bound, everything else a value."""
        facts = super().clean() or self.cleaned_data
        kind = facts.get("kind")
        bounded = facts.get("least") is not None or facts.get("most") is not None
        if kind in (Kind.EMPLOYEES, Kind.REVENUE) and not bounded:
            self.add_error("least", gettext("Say from where, or up to where."))
        elif kind and kind not in (Kind.EMPLOYEES, Kind.REVENUE) and not (self.listed() or bounded):
            self.add_error("values", gettext("Say what it should be."))
        return facts

    def listed(self) -> list[str]:
        """The values, one by one."""
        parts = [part.strip() for part in self.cleaned_data.get("values", "").split(",")]
        return list(dict.fromkeys(part for part in parts if part))[:MOST_VALUES]

    def facts(self) -> dict[str, Any]:
        """The columns of the criterion."""
        said = self.cleaned_data
        kind, _colon, pk = said["kind"].partition(":")
        figures = kind in (Kind.EMPLOYEES, Kind.REVENUE)
        return {
            "kind": kind,
            "field": self.own[int(pk)] if pk else None,
            "values": [] if figures else self.listed(),
            "least": said["least"] if figures or pk else None,
            "most": said["most"] if figures or pk else None,
            "weight": int(said["weight"] or 3),
        }


class ProfileForm(forms.Form):
    """Name, need, research, and criteria, with some blank rows to write into."""

    name = forms.CharField(label=_("Name"), max_length=100)
    summary = forms.CharField(
        label=_("Which need do they have?"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    research = forms.CharField(
        label=_("What to find out before the first contact, a line each"),
        required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *, profile: IdealProfile, own: dict[int, CustomField]) -> None:
        known = {name: getattr(profile, name) for name in ("name", "summary", "research")}
        super().__init__(data, initial=known)
        self.own = own
        criteria = profile.criteria.select_related("field") if data is None else ()
        self.rows = self._posted(data) if data is not None else [self._known(one) for one in criteria]
        self.blanks = [CriterionForm(own=own) for _number in range(BLANKS)]

    def is_valid(self) -> bool:
        """Whether the profile and every row are right."""
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def told(self) -> list[dict[str, Any]]:
        """The criteria, in order."""
        return [row.facts() for row in self.rows if row.cleaned_data.get("kind")]

    def _posted(self, data: QueryDict) -> list[CriterionForm]:
        columns = [data.getlist(name) for name in FIELDS]
        rows = list(zip(*columns, strict=False))[:MOST_ROWS]
        return [CriterionForm(dict(zip(FIELDS, row, strict=True)), own=self.own) for row in rows]

    def _known(self, one: ProfileCriterion) -> CriterionForm:
        known = {"least": _plain(one.least), "most": _plain(one.most), "weight": one.weight}
        kind = f"own:{one.field_id}" if one.field_id else one.kind
        return CriterionForm(initial=known | {"kind": kind, "values": ", ".join(map(str, one.values))}, own=self.own)


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}"
