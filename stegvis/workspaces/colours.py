"""A workspace's colour: written as six figures, and checked to be seen and read."""

import re

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused

WRITTEN = re.compile(r"#[0-9a-f]{6}")
WHITE, BLACK, NIGHT = "#ffffff", "#000000", "#14181c"
# What WCAG 2.2 asks of the parts of a control.
SEEN = 3.0


def clean_colour(text: str) -> str:
    """ "#1F5F7A" as "#1f5f7a", nothing as nothing. Refused for what is no colour, or cannot be seen on a white page."""
    colour = text.strip().lower()
    if not colour:
        return ""
    if not WRITTEN.fullmatch(colour):
        raise Refused(_("Write the colour as # and six figures, like #1f5f7a."))
    if contrast(colour, WHITE) < SEEN:
        raise Refused(_("This colour is too pale to be seen on a white page. Choose a darker one."))
    return colour


def contrast(one: str, other: str) -> float:
    """How well two colours can be told apart, from 1 to 21: the formula of WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def words_on(colour: str) -> str:
    """White or black, whichever is read better on `colour`: at least 4.5 to 1, as one of them always is."""
    return max(WHITE, BLACK, key=lambda ink: contrast(colour, ink))


def for_dark(colour: str) -> str:
    """`colour`, made as much lighter as it takes to be seen on a dark page."""
    for share in range(0, 100, 5):
        lighter = _mixed(colour, share / 100)
        if contrast(lighter, NIGHT) >= SEEN:
            return lighter
    return WHITE


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _mixed(colour: str, white: float) -> str:
    return "#" + "".join(f"{round(channel + (255 - channel) * white):02x}" for channel in _channels(colour))


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
