"""The ways to a process, as cards to choose from."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.ui.rail import exists


@dataclass(frozen=True)
class Way:
    """One way: its icon, its words, its button, and the address it begins at."""

    icon: str
    title: str | Promise
    words: str | Promise
    act: str | Promise
    name: str


WAYS = (
    Way(
        "message-square",
        _("Ask those who sell"),
        _("Sixteen questions about a handful of recent leads. Every seller answers alone; you get what they agree on."),
        _("Start an interview"),
        "discovery:new_interview",
    ),
    Way(
        "history",
        _("Read it from history"),
        _("The steps your deals really went through, in which order and for how long, from here or from a log."),
        _("Read from history"),
        "discovery:new_reading",
    ),
    Way(
        "lightbulb",
        _("Take advice"),
        _("What do you sell, to whom, and how do they buy? Eight answers lead to the way of selling that fits."),
        _("Ask the advisor"),
        "discovery:new_advice",
    ),
    Way(
        "target",
        _("Strategy first"),
        _("Write down your target groups and offers: what do you sell to whom?"),
        _("Write them down"),
        "discovery:strategy",
    ),
    Way(
        "layers",
        _("Take a ready-made one"),
        _("Ten processes from the field, complete with evidence and tasks, to be changed as you like."),
        _("Look at them"),
        "deals:new_process",
    ),
)


def ways() -> list[Way]:
    """The ways whose pages are there."""
    return [way for way in WAYS if exists(way.name)]
