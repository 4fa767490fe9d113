"""How wide a text is in Inter, and where it wraps: what makes boxes fit before any browser has seen them.

Widths are sums of single advances. Kerning only brings letters of Inter closer together, so a text is never wider than
what is said here. What Inter does not have is set in some other font of the reader's machine; it counts as wide.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import ImageFont

from stegvis.ui.packages import package_file

LATIN, EXTENDED = "vendor/inter-latin.woff2", "vendor/inter-latin-ext.woff2"
# The ranges of stegvis/ui/static/css/fonts.css, as far as texts need them.
BEYOND_LATIN = frozenset("\u0131\u0152\u0153\u02bb\u02bc\u02c6\u02da\u02dc\u20ac\u2122\u2191\u2193\u2212\u2215")
EM, UNKNOWN, WIDE = 1000, 1.0, 1.4


@dataclass(frozen=True)
class Style:
    """How a text is set: size and line height in pixels of the drawing, weight."""

    size: int
    weight: int
    line: int


STYLES = {
    "title": Style(20, 600, 28),
    "head": Style(14, 600, 20),
    "name": Style(13, 600, 18),
    "label": Style(12, 500, 16),
    "body": Style(12, 400, 17),
    "small": Style(11, 400, 15),
}


@lru_cache(8192)
def width_of(text: str, style: str) -> float:
    """The width of `text` in pixels, at most a little too large."""
    used = STYLES[style]
    return sum(_advance(sign, used.weight) for sign in text) * used.size


@lru_cache(4096)
def wrap(text: str, style: str, width: float) -> tuple[str, ...]:
    """`text` in lines that are at most `width` wide; a word that is wider is broken. At least one line."""
    lines, line, used, space = [], "", 0.0, width_of(" ", style)
    for word in clean(text).split():
        for part in _broken(word, style, width):
            wide = width_of(part, style)
            if line and used + space + wide > width:
                lines.append(line)
                line, used = part, wide
            else:
                line, used = f"{line} {part}" if line else part, used + (space if line else 0) + wide
    return (*lines, line)


def clean(text: str) -> str:
    """`text` without what XML cannot hold and what would turn around the text beside it."""
    return "".join(" " if _is_unfit(sign) else sign for sign in text)


def height_of(lines: int, style: str) -> int:
    """The height of so many lines."""
    return lines * STYLES[style].line


def _is_unfit(sign: str) -> bool:
    overrides = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Co") or sign in overrides


def _broken(word: str, style: str, width: float) -> list[str]:
    if width_of(word, style) <= width:
        return [word]
    parts, part, used = [], "", 0.0
    for sign in word:
        wide = width_of(sign, style)
        if part and used + wide > width:
            parts.append(part)
            part, used = "", 0.0
        part, used = part + sign, used + wide
    return [*parts, part]


@lru_cache(8192)
def _advance(sign: str, weight: int) -> float:
    """The advance of one letter in ems."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    font = _font(
        LATIN if sign <= "\u00ff" or sign in BEYOND_LATIN or "\u2000" <= sign <= "\u206f" else EXTENDED, weight
    )
    if font is None or not _has(sign):
        return WIDE if sign > "\uffff" or unicodedata.category(sign) == "So" else UNKNOWN
    return font.getlength(sign) / EM


def _has(sign: str) -> bool:
    latin = sign <= "\u024f" or "\u1e00" <= sign <= "\u1eff"
    return latin or "\u2000" <= sign <= "\u206f" or "\u20a0" <= sign <= "\u20c0" or sign in BEYOND_LATIN


@cache
def _font(name: str, weight: int):
    """One of Inter's two files at a weight; None where npm packages are not installed."""
    file = package_file(name)
    if file is None:
        return None
    font = ImageFont.truetype(str(file), EM, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font
