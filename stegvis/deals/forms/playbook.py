"""A set of the playbook as one form: its name, its note, and a row for each question or answer."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import GuideQuestion, ObjectionAnswer
from stegvis.deals.playbook import Book

BLANKS = 2
MOST = 60
WEIGHTS = [(1, _("1 · hardly")), (2, "2"), (3, _("3 · usual")), (4, "4"), (5, _("5 · most"))]


class RowForm(forms.Form):
    """One row; without a text it counts as taken away."""

    id = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args, book: Book, **options) -> None:
        super().__init__(*args, auto_id=False, **options)
        for name in book.facts:
            self.fields[name] = _field(book.key, name)

    def clean_weight(self) -> int:
        """A number."""
        return int(self.cleaned_data["weight"] or 3)

    @property
    def is_empty(self) -> bool:
        """Whether nothing that counts was written."""
        facts = self.cleaned_data
        return not (facts.get("title") or facts.get("text"))


def _field(book: str, name: str) -> forms.Field:
    if name == "weight":
        return forms.ChoiceField(label=_("Weight"), choices=WEIGHTS, initial=3, required=False)
    if name == "phase":
        return forms.ChoiceField(label=_("When the buyer is"), choices=GuideQuestion.Phase, initial="researching")
    if name == "kind" and book == "objections":
        return forms.ChoiceField(label=_("Works with"), choices=ObjectionAnswer.Kind, initial="value")
    if name == "kind":
        return forms.CharField(label=_("Kind of question"), required=False, max_length=60)
    if name == "title":
        return forms.CharField(label=_("Title"), required=False, max_length=100)
    area = forms.Textarea(attrs={"rows": 2})
    long = book == "objections"
    label = _("Answer") if long else _("Question")
    return forms.CharField(label=label, required=False, max_length=5000 if long else 500, widget=area)


class SetForm(forms.Form):
    """The set and its rows, with some blank ones to write into."""

    name = forms.CharField(label=_("Name"), max_length=100)
    note = forms.CharField(
        label=_("Summary"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None, *, book: Book, one: Any, rows: list[Any]) -> None:
        super().__init__(data, initial={"name": one.name, "note": getattr(one, book.note)})
        if book.key == "objections":
            self.fields["name"] = forms.CharField(label=_("Objection"), max_length=200)
            self.fields["note"].label = _("What is often behind it")
        self.book = book
        self.rows = self._posted(data) if data is not None else [self._known(row) for row in rows]
        self.blanks = [RowForm(book=book) for _number in range(BLANKS)]

    def is_valid(self) -> bool:
        """Whether the set and every row are right."""
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def told(self) -> list[dict[str, Any]]:
        """The rows that say something, in order."""
        return [row.cleaned_data for row in self.rows if not row.is_empty]

    def _posted(self, data: QueryDict) -> list[RowForm]:
        names = ("id", *self.book.facts)
        columns = [data.getlist(name if name != "name" else "row-name") for name in names]
        rows = list(zip(*columns, strict=False))[:MOST]
        return [RowForm(dict(zip(names, row, strict=True)), book=self.book) for row in rows]

    def _known(self, row: Any) -> RowForm:
        return RowForm(initial={"id": row.pk} | {name: getattr(row, name) for name in self.book.facts}, book=self.book)
