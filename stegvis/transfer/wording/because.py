"""Why a column was matched to a field, or left out, in words: a sentence for every code of a suggestion."""

from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from stegvis.transfer.reading.understanding import Note
from stegvis.transfer.wording.fields import field_words

_LOOKS = {
    "email": gettext_lazy("the values are e-mail addresses"),
    "phone": gettext_lazy("the values are phone numbers"),
    "url": gettext_lazy("the values are web addresses"),
}
_SENTENCES = {
    "header_known": gettext_lazy("a usual name for it"),
    "header_of": gettext_lazy("“%(phrase)s” of “%(object)s”"),
    "header_contains": gettext_lazy("the header holds “%(phrase)s”: please check"),
    "id_of": gettext_lazy("the number of “%(phrase)s”"),
    "entered_stage": gettext_lazy("says when a deal came to “%(stage)s”"),
    "left_out": gettext_lazy("other programs export it, and there is no use for it here"),
    "other_object": gettext_lazy("speaks of “%(object)s”, which this import does not make"),
    "repeated_header": gettext_lazy("the same header stands twice"),
    "unknown": gettext_lazy("nothing here has a name like it"),
    "remembered": gettext_lazy("as in “%(name)s”"),
    "chosen": gettext_lazy("as you chose"),
    "own_field": gettext_lazy("a field of yours is called so"),
    "own_export": gettext_lazy("our own export names it so"),
}


def because_words(kind: str, note: Note) -> str:
    """The reason in the reader's language."""
    if note.code == "values_look_like":
        return str(_LOOKS.get(note.details.get("kind", ""), _("the values look like it")))
    if note.code == "field_taken":
        told = {"field": field_words(kind, note.details["field"]), "other": note.details["by"]}
        return _("“%(other)s” is %(field)s already") % told
    if note.code == "header_known" and _language(note):
        return _("a usual name for it in %(language)s") % {"language": _language(note)}
    sentence = _SENTENCES.get(note.code)
    return str(sentence) % note.details if sentence else ""


def _language(note: Note) -> str:
    """The language whose word was found, where it is one of ours and not just English."""
    code = note.details.get("language", "")
    known = code in dict(settings.LANGUAGES) and code != "en"
    return str(get_language_info(code)["name_translated"]) if known else ""
