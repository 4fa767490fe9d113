"""The places of the main navigation. An app adds its own from `AppConfig.ready`; nobody is asked to know them all."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.ui.addresses import address


@dataclass(frozen=True)
class Place:
    """One link: where it leads (a URL name that takes `slug`), its words, icon and position.

    `key` is what a page names as its `place` to be marked as current. Places of the foot stand below, away from the
    work; those of the bar are also on the phone's bar, which has room for four beside the add button.
    """

    key: str
    name: str
    label: str | Promise
    icon: str
    position: int
    foot: bool = False
    bar: bool = True


@dataclass(frozen=True)
class Adding:
    """One thing the phone's add button offers: a URL name that takes `slug`, its words, icon and position.

    With a `key` that letter opens its form in the side panel, on every page that has no own use for the letter.
    """

    name: str
    label: str | Promise
    icon: str
    position: int
    key: str = ""


_places: dict[str, Place] = {}
_addings: dict[str, Adding] = {}


def register(place: Place) -> None:
    """Add a place, or replace the one with the same key."""
    _places[place.key] = place


def register_adding(adding: Adding) -> None:
    """Offer one more thing to add."""
    _addings[adding.name] = adding


def adds(slug: str) -> list[tuple[Adding, str]]:
    """What can be added in the workspace `slug`, in order, each with the address of its form."""
    chosen = sorted(_addings.values(), key=lambda adding: adding.position)
    return [(adding, address(adding.name, slug)) for adding in chosen if exists(adding.name)]


def items(slug: str, foot: bool = False) -> list[tuple[Place, str]]:
    """The places of one part of the rail in order, each with its address in the workspace `slug`."""
    chosen = sorted((place for place in _places.values() if place.foot == foot), key=lambda place: place.position)
    return [(place, address(place.name, slug)) for place in chosen if exists(place.name)]


@cache
def exists(name: str) -> bool:
    """Whether a view of this name is there: a place of an app that is not installed is no dead link."""
    try:
        return bool(reverse(name, args=["x"]))
    except NoReverseMatch:
        return False


register(Place("pipeline", "deals:board", _("Pipeline"), "square-kanban", 20))
register(Place("companies", "people:companies", _("Companies"), "building-2", 30))
register(Place("people", "people:people", _("People"), "users", 40))
register(Place("process", "processes:processes", _("Process"), "route", 50, bar=False))
register(Place("settings", "workspaces:settings", _("Settings"), "settings", 90, foot=True))

register_adding(Adding("deals:new", _("Deal"), "square-kanban", 10, key="n"))
register_adding(Adding("people:new_company", _("Company"), "building-2", 20))
register_adding(Adding("people:new_person", _("Person"), "user-plus", 30))
