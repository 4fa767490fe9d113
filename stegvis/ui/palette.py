"""What the palette (Ctrl-K) offers besides what it finds. An app adds its own commands from `AppConfig.ready`."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from stegvis.core.folding import fold
from stegvis.ui import rail

SIGNS = re.compile(r"[^\w]+")
# The sections in their order; "here" is about the thing whose page is open.
SECTIONS: dict[str, str | Promise] = {
    "here": gettext_lazy("Here"),
    "recent": gettext_lazy("Opened lately"),
    "create": gettext_lazy("Add"),
    "go": gettext_lazy("Go to"),
    "you": gettext_lazy("For you"),
}


@dataclass(frozen=True)
class Command:
    """One thing to do: a link, or with `post` a form sent to `address`.

    `words` are further ones it is found by, `attrs` further attributes of the form or link (hx-post). `first` shows it
    before anything is typed.
    """

    section: str
    label: str
    address: str
    icon: str
    post: dict[str, str] | None = None
    detail: str = ""
    words: str = ""
    attrs: dict[str, str] = field(default_factory=dict)
    first: bool = True


# Given the request and what page the palette was opened on (None where that is unknown).
Provider = Callable[[HttpRequest, ResolverMatch | None], Iterable[Command]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Ask `provider` for commands too; it offers only what the member may do."""
    if provider not in _providers:
        _providers.append(provider)


def commands(request: HttpRequest, on: ResolverMatch | None, typed: str = "") -> list[Command]:
    """The commands that fit what was typed, in the order of their sections; without it those that come first."""
    found = [command for provider in _providers for command in provider(request, on)]
    words = fold(typed).split()
    kept = [command for command in found if fits(command, words)] if words else [one for one in found if one.first]
    order = list(SECTIONS)
    return sorted(kept, key=lambda command: order.index(command.section))


def fits(command: Command, words: list[str]) -> bool:
    """Whether every word begins a word of the command."""
    text = f" {SIGNS.sub(' ', fold(f'{command.label} {command.words}'))}"
    return all(f" {word}" in text for word in words)


def frame_commands(request: HttpRequest, on: ResolverMatch | None) -> Iterable[Command]:
    """Places of the rail, things to add, theme and language."""
    slug = request.member.workspace.slug  # type: ignore[attr-defined]
    for thing, address in rail.adds(slug):
        label = _("Add: %(thing)s") % {"thing": thing.label}
        yield Command("create", label, address, thing.icon, words=_("new create make"))
    for foot in (False, True):
        for place, address in rail.items(slug, foot=foot):
            yield Command("go", str(place.label), address, place.icon)
    yield from _looks()
    yield from _languages()


def _looks() -> Iterable[Command]:
    for theme, label, symbol in (
        ("light", _("Look: light"), "sun"),
        ("dark", _("Look: dark"), "moon"),
        ("system", _("Look: as the device"), "monitor"),
    ):
        yield Command("you", label, reverse("ui:theme"), symbol, post={"theme": theme}, words=_("theme"), first=False)


def _languages() -> Iterable[Command]:
    for code, _name in settings.LANGUAGES:
        if code == get_language():
            continue
        name = get_language_info(code)["name_local"].capitalize()
        label = _("Language: %(name)s") % {"name": name}
        words = f"language {get_language_info(code)['name']}"
        yield Command("you", label, reverse("ui:language"), "languages", {"language": code}, words=words, first=False)


register(frame_commands)
