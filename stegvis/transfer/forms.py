"""Forms of the import wizard. What depends on the file is offered as choices, so nothing else can be sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.transfer.fields import field_of
from stegvis.transfer.lookups.about import NAMING as ABOUT
from stegvis.transfer.mapping import FOUND, MATCHES, all_matches
from stegvis.transfer.models import Import, Kind
from stegvis.transfer.reading import Understanding
from stegvis.transfer.wording.fields import KINDS, field_words
from stegvis.transfer.wording.file import LETTERS, MARKS, ORDERS, SEPARATORS, letters_of, shortened
from stegvis.workspaces.customs import currencies
from stegvis.workspaces.forms.account import NewAccountForm

# What a row cannot do without, by kind: one field of each tuple.
NEEDED: dict[str, list[tuple[str, ...]]] = {
    "companies": [("name",)],
    "people": [("name", "first_name", "last_name", "email")],
    "deals": [("title", "external_id", "company", "product")],
    "stage-history": [("case",), ("stage",)],
    "products": [("name",)],
    "tasks": [("title",)],
    "notes": [("text", "subject"), ABOUT],
    "calls": [("time",), ABOUT],
    "stakeholders": [("deal", "deal_external_id"), ("person", "person_email", "person_external_id")],
}
AS_FOUND = ""
NEW_PROCESS = "new"


class UploadForm(forms.Form):
    """A file, and what its rows are where somebody says so."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Each row is"),
        required=False,
        choices=lambda: [("", _("Told from the headers")), *KINDS.items()],
    )
    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)


class IntakeForm(NewAccountForm):
    """A whole workspace in a file, and who will own it."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    file = forms.FileField(
        label=gettext_lazy("File"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".zip"})
    )


class ReadingForm(forms.Form):
    """How the file was read, to be corrected."""

    kind = forms.ChoiceField(label=gettext_lazy("Each row is"), choices=KINDS.items)
    encoding = forms.ChoiceField(label=gettext_lazy("Letters"), required=False)
    separator = forms.ChoiceField(label=gettext_lazy("Between columns"), required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.IntegerField(label=gettext_lazy("Header in row"), min_value=1, max_value=1000)
    decimal_mark = forms.ChoiceField(label=gettext_lazy("Decimals"), choices=MARKS)
    date_order = forms.ChoiceField(label=gettext_lazy("Dates"), required=False)

    def __init__(self, data: Any, *, batch: Import, seen: Understanding):
        super().__init__(data, initial=_initial(batch, seen), auto_id="reading_%s")
        for name in ("sheet",) if seen.kind == "csv" else ("encoding", "separator"):
            del self.fields[name]
        if "sheet" in self.fields:
            self._offer("sheet", [(sheet, sheet) for sheet in seen.sheets])
            if len(seen.sheets) < 2:
                del self.fields["sheet"]
        else:
            self._offer("encoding", _with_own(LETTERS, letters_of(seen)))
            self._offer("separator", _with_own(SEPARATORS, seen.separator or ","))
        self._offer_dates(seen)

    def _offer_dates(self, seen: Understanding) -> None:
        if not seen.date_orders:
            del self.fields["date_order"]
        elif _one_order(seen):
            self._offer("date_order", ORDERS)
        else:
            self._offer("date_order", [(AS_FOUND, _("Different in each column")), *ORDERS])

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = choices

    def said(self) -> dict[str, Any]:
        """What differs from what was shown: only that is a correction."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


def _initial(batch: Import, seen: Understanding) -> dict[str, Any]:
    return {
        "kind": batch.kind,
        "encoding": letters_of(seen),
        "separator": seen.separator,
        "sheet": seen.sheet,
        "header_row": seen.header_row,
        "decimal_mark": seen.decimal_mark,
        "date_order": _one_order(seen),
    }


def _one_order(seen: Understanding) -> str:
    orders = set(seen.date_orders.values())
    return next(iter(orders)) or AS_FOUND if len(orders) == 1 else AS_FOUND


def _with_own(known: tuple, own: str) -> list:
    """The usual choices, and what this file has where it is none of them."""
    return [*known] if own in dict(known) else [(own, own), *known]


class NameForm(forms.Form):
    """A name to keep a mapping under."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)


def read_columns(data: Any, kind: str, headers: list[str]) -> tuple[dict[str, str | None], dict[str, str], list[str]]:
    """What a posted form says of the columns: fields by header, what is wrong by header, what is wrong in all.

    A column is named by its place ("column-3"), as headers may be of any length and hold anything.
    """
    columns: dict[str, str | None] = {}
    wrong: dict[str, str] = {}
    filled_by: dict[str, str] = {}
    for place, header in enumerate(headers):
        key = data.get(f"column-{place}", "") or None
        columns[header] = key
        if key is None:
            continue
        if problem := _problem(kind, key, filled_by):
            wrong[header] = problem
        filled_by.setdefault(key, header)
    return columns, wrong, _missing(kind, filled_by)


def _problem(kind: str, key: str, filled_by: dict[str, str]) -> str:
    try:
        field = field_of(kind, key)
    except KeyError:
        return _("There is no such field.")
    if key in filled_by and not field.several:
        told = {"column": shortened(filled_by[key], 40), "field": field_words(kind, key)}
        return _("“%(column)s” becomes “%(field)s” already. Choose one of the two.") % told
    return ""


def _missing(kind: str, filled_by: dict[str, str]) -> list[str]:
    told = []
    for ways in NEEDED[kind]:
        if not any(key in filled_by for key in ways):
            names = ", ".join(f"“{field_words(kind, key)}”" for key in ways)
            told.append(_("Choose a column that becomes one of: %(fields)s.") % {"fields": names})
    return told


class ValuesForm(forms.Form):
    """Whose words mean what here, and what happens to what is here already."""

    process = forms.CharField(required=False)
    new_process = forms.CharField(required=False, max_length=200)
    duplicates = forms.ChoiceField(required=False, choices=[(word, word) for word in FOUND])
    match = forms.MultipleChoiceField(required=False)
    currency = forms.ChoiceField(required=False, choices=lambda: [("", ""), *currencies()])
    make_companies = forms.BooleanField(required=False)
    make_products = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, kind: str):
        super().__init__(data)
        self.kind = kind
        match = self.fields["match"]
        assert isinstance(match, forms.MultipleChoiceField)  # noqa: S101 - as declared above
        match.choices = [(word, word) for word in all_matches(kind)]

    def said(self) -> dict[str, Any]:
        """The parts of a mapping's JSON that the form decides."""
        told = self.cleaned_data
        said: dict[str, Any] = {"duplicates": told["duplicates"] or "skip", "currency": told["currency"] or None}
        said["match"] = told["match"] or list(MATCHES[self.kind])
        if self.kind in (Kind.DEALS, Kind.PEOPLE, Kind.STAGE_HISTORY):
            said["make_companies"] = told["make_companies"]
        if self.kind == Kind.DEALS:
            said["make_products"] = told["make_products"]
        return said


def pairs(data: Any, name: str) -> dict[str, str]:
    """Two lists of a posted form as a dict: their words, and what was chosen for each."""
    return dict(zip(data.getlist(f"{name}-theirs"), data.getlist(f"{name}-ours"), strict=False))
