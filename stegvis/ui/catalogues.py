"""Texts: gathered from Python, templates and scripts, kept in one catalogue per language, checked and compiled."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
ORIGIN = {"project": "Stegvis", "last_translator": "Stegvis", "language_team": "Stegvis", "msgid_bugs_address": ""}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def languages() -> list[str]:
    """The languages with a catalogue: all but English, which is the source."""
    return [code for code, _ in settings.LANGUAGES if code != "en"]


def catalogue_file(language: str) -> Path:
    """Where the catalogue of `language` is kept."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def gather(root: Path = ROOT) -> Catalog:
    """All texts of the program, without translations."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")
    found = Catalog(project="Stegvis", fuzzy=False)
    texts = extract_from_dir(root / "stegvis", methods, options, KEYWORDS, ("Translators:",))
    for name, _, text, comments, context in texts:
        found.add(text, None, [(f"stegvis/{name}", None)], auto_comments=comments, context=context)  # type: ignore[list-item]
    return found


def django_template(fileobj, keywords, comment_tags, options) -> Iterator:
    """Babel's extractor for templates of Django's engine (the sign-in pages): Django itself turns them into code."""
    from django.utils.translation.template import templatize

    code = templatize(fileobj.read().decode())
    yield from extract_python(BytesIO(code.encode()), keywords, comment_tags, options)


def read(language: str) -> Catalog:
    """The catalogue of `language`; a new, empty one when there is none yet."""
    path = catalogue_file(language)
    if not path.exists():
        return Catalog(locale=language, header_comment=f"# Texts of Stegvis: {language}", fuzzy=False, **ORIGIN)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, texts: Catalog) -> Catalog:
    """Bring the catalogue's messages up to `texts` and write it: new ones empty, those no longer used dropped.

    Nothing is guessed from similar texts: a wrong guess looks like a translation. Sorted and without line numbers, so
    that two people's changes meet seldom.
    """
    catalogue = read(language)
    texts.creation_date = catalogue.creation_date
    catalogue.update(texts, no_fuzzy_matching=True)
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return catalogue


def compile_catalogue(language: str) -> bool:
    """Write the machine's form of the catalogue; False when it was up to date."""
    source = catalogue_file(language)
    target = source.with_suffix(".mo")
    if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
        return False
    with target.open("wb") as file:
        write_mo(file, read(language))
    return True


def complaints(language: str, texts: Catalog) -> Iterator[tuple[str, str]]:
    """What is wrong with a catalogue, as pairs of what and which text."""
    catalogue = read(language)
    for message in texts:
        if message.id:
            yield from _complaints(message, catalogue.get(message.id, message.context))
    for message in catalogue:
        if message.id and texts.get(message.id, message.context) is None:
            yield "no longer used", _name(message)


def _complaints(wanted: Message, kept: Message | None) -> Iterator[tuple[str, str]]:
    if kept is None:
        yield "not in the catalogue", _name(wanted)
    elif kept.fuzzy:
        yield "fuzzy", _name(wanted)
    elif not all(_forms(kept)):
        yield "not translated", _name(wanted)
    elif not agrees(kept):
        yield "placeholders differ", _name(wanted)


def agrees(message: Message) -> bool:
    """Whether every form of a translation names the placeholders of its text.

    The form for one thing may leave the number out ("one day"), the others may not.
    """
    forms = _forms(message)
    if isinstance(message.id, str):
        return names(forms[0]) == names(message.id)
    wanted = names(message.id[1])
    return names(forms[0]) <= wanted and all(names(form) == wanted for form in forms[1:])


def names(text: str) -> set[str]:
    """The names of the placeholders in a text."""
    return set(PLACEHOLDER.findall(text))


def _forms(message: Message) -> tuple[str, ...]:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(form or "" for form in forms)


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
