"""The form of a variant: its words, and which answers speak for it."""

from collections.abc import Iterable, Iterator

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stegvis.discovery.advisor import ASKED, Ask
from stegvis.discovery.queries.variants import WORDS, Variant
from stegvis.processes.catalogue import list_templates

POINTS = [(0, "–"), (1, "1"), (2, "2"), (3, "3")]
LONGEST = 2_000


def _text(label) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 2}))


class VariantForm(forms.Form):
    """A field for each answer of the advisor's questions says how many points it gives to the variant."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=100)
    what = _text(_("What it is"))
    roles = _text(_("Roles"))
    skills = _text(_("Skills"))
    tools = _text(_("Tools"))
    ways = _text(_("Ways of working"))
    measure = _text(_("Measure"))
    template = forms.ChoiceField(label=_("Ready-made process"))
    left_out = forms.BooleanField(label=_("Never recommend it"), required=False)

    def __init__(self, *args, variant: Variant | None = None, **options) -> None:
        super().__init__(*args, initial=_initial(variant), **options)
        templates = [(one.key, one.name) for one in list_templates(get_language() or "en")]
        self.fields["template"].choices = templates  # type: ignore[attr-defined]
        for name, words in _answers(ASKED):
            self.fields[name] = forms.TypedChoiceField(
                label=words, choices=POINTS, coerce=int, required=False, empty_value=0
            )

    def questions(self) -> Iterator[tuple[Ask, list[forms.BoundField]]]:
        """The advisor's questions, each with the fields of its answers."""
        for ask in ASKED:
            yield ask, [self[name] for name, _words in _answers([ask])]

    def facts(self) -> dict:
        """The words, as `write_variant` takes them."""
        return {word: self.cleaned_data[word].replace("\x00", "") for word in WORDS}

    def signs(self) -> list[tuple[str, str, int]]:
        """The answers that give points."""
        pairs = [(name, self.cleaned_data[name]) for name, _words in _answers(ASKED)]
        return [(*name.split("."), points) for name, points in pairs if points]  # type: ignore[misc]


def _answers(asked: Iterable[Ask]) -> Iterator[tuple[str, str]]:
    for ask in asked:
        for key, words in ask.choices.items():
            yield f"{ask.key}.{key}", words  # type: ignore[misc]


def _initial(variant: Variant | None) -> dict:
    if variant is None:
        return {}
    told = {word: str(getattr(variant.model, word)) for word in WORDS}
    told |= {f"{rule.question}.{rule.answer}": rule.points for rule in variant.rules}
    return told | {"left_out": bool(variant.own and variant.own.left_out)}
