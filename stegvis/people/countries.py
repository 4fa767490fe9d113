"""Countries and languages by name, as the reader's language calls them."""

from functools import lru_cache

from babel import Locale
from django.utils import translation

LANGUAGES = tuple("bg cs da de el en es et fi fr hr hu is it lt lv nb nl nn pl pt ro ru sk sl sv tr uk".split())


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, by name, with an empty choice first."""
    return _countries(translation.get_language() or "en")


@lru_cache(maxsize=8)
def _countries(language: str) -> list[tuple[str, str]]:
    names = _locale(language).territories
    real = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "EZ", "XA", "XB", "QO")
    ]
    return [("", ""), *sorted(real, key=lambda pair: pair[1].casefold())]


def country_name(code: str) -> str:
    """The name of the country `code`; the code itself where it has none."""
    return _locale(translation.get_language() or "en").territories.get(code, code)


def languages() -> list[tuple[str, str]]:
    """Code and name of the languages people are written to in, by name, with an empty choice first."""
    pairs = [(code, language_name(code)) for code in LANGUAGES]
    return [("", ""), *sorted(pairs, key=lambda pair: pair[1].casefold())]


def language_name(code: str) -> str:
    """The name of the language `code`; the code itself where it has none."""
    return _locale(translation.get_language() or "en").languages.get(code, code).capitalize()


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
