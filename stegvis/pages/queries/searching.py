"""What the search page and the palette show."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from stegvis.core.search.kinds import Kind, kinds
from stegvis.core.search.results import Result, Results, search
from stegvis.ui.palette import SECTIONS, Command, commands
from stegvis.workspaces.models import Member, RecentRecord

ON_A_PAGE, IN_PALETTE, RECENT, COMMANDS = 60, 12, 6, 6
# Pages of records, by what they show: what is opened there is remembered.
RECORD_PAGES = {"deals:deal": "deal", "pages:company": "company", "pages:person": "person"}


@dataclass(frozen=True)
class Tab:
    """One kind to look among; all of them where `key` is empty."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Section:
    """Some entries of the palette under one heading."""

    label: str
    commands: list[Command] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


def search_page(member: Member, typed: str, only: str) -> tuple[Results, list[Tab]]:
    """What was found, of the kind `only` or of all; and the kinds that one may choose. An unknown kind means all."""
    known = {kind.key for kind in kinds()}
    only = only if only in known else ""
    everything = search(member, typed, limit=ON_A_PAGE)
    found = search(member, typed, only=only, limit=ON_A_PAGE) if only else everything
    tabs = [Tab(kind.key, str(kind.label), everything.counts[kind.key], kind.key == only) for kind in kinds()]
    return found, [tab for tab in tabs if tab.count or tab.current]


def palette_sections(request: HttpRequest, typed: str, on: str) -> list[Section]:
    """What the palette offers for what was typed on the page at `on`; the nearest first."""
    member: Member = request.member  # type: ignore[attr-defined]
    offered = commands(request, page_at(on, member), typed)
    if typed.strip():
        found = search(member, typed, limit=IN_PALETTE).rows
        return [*_by_section(offered[:COMMANDS]), *_by_kind(found)]
    sections = _by_section(offered)
    place = 1 if offered and offered[0].section == "here" else 0
    recent = recently_opened(member)
    lately = [Section(str(SECTIONS["recent"]), results=recent)] if recent else []
    return [*sections[:place], *lately, *sections[place:]]


def _by_section(offered: list[Command]) -> list[Section]:
    found: dict[str, Section] = {}
    for command in offered:
        found.setdefault(command.section, Section(str(SECTIONS[command.section]))).commands.append(command)
    return list(found.values())


def _by_kind(results: list[Result]) -> list[Section]:
    """The kind of the best result first."""
    found: dict[str, Section] = {}
    for result in results:
        found.setdefault(result.kind.key, Section(str(result.kind.label))).results.append(result)
    return list(found.values())


def recently_opened(member: Member) -> list[Result]:
    """What the member opened last and still may see, newest first."""
    rows = RecentRecord.objects.filter(workspace=member.workspace_id, member=member).order_by("-at", "-id")
    opened = list(rows.values_list("kind", "record_id")[: 2 * RECENT])
    by_key: dict[str, Kind] = {kind.key: kind for kind in kinds()}
    ids: dict[str, list[int]] = {}
    for key, pk in opened:
        ids.setdefault(key, []).append(pk)
    shown = {key: by_key[key].show(member, some) for key, some in ids.items()}
    found = [Result(by_key[key], pk, shown[key][pk]) for key, pk in opened if pk in shown[key]]
    return found[:RECENT]


def page_at(address: str, member: Member) -> ResolverMatch | None:
    """What page of the member's workspace is at `address`; None for any other."""
    path = urlsplit(address[:2_000]).path if address.startswith("/") else ""
    if not path.startswith(f"/w/{member.workspace.slug}/"):
        return None
    try:
        return resolve(path)
    except Resolver404:
        return None


def opened_at(address: str, member: Member) -> tuple[str, int] | None:
    """Kind and id of the record whose page is at `address`, if the member may see it."""
    page = page_at(address, member)
    key = RECORD_PAGES.get(page.view_name) if page else None
    if page is None or key is None:
        return None
    kind = next(kind for kind in kinds() if kind.key == key)
    pk = page.kwargs["pk"]
    return (key, pk) if pk < 1 << 62 and kind.visible(member).filter(pk=pk).exists() else None
