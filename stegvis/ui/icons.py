"""The icons in use, and the one sprite made of them. Lucide's own sprite of all icons would be 533 kB."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stegvis.ui import packages

SPRITE = "icons.svg"
WORDS = """
    alarm-clock archive arrow-down arrow-left arrow-right arrow-up arrow-up-right ban bell bell-ring briefcase
    building-2 calendar calendar-clock camera chart-line check chevron-down chevron-left chevron-right
    chevrons-up-down circle-alert circle-check circle-plus circle-question-mark circle-x clock cloud-check
    cloud-off coins columns-3 contact copy database download ellipsis external-link eye eye-off file-spreadsheet
    file-text filter fingerprint-pattern flag folder-input gauge git-branch git-merge globe grip-vertical hand
    handshake hash history house import info key-round keyboard languages laptop layers lightbulb link list
    list-checks list-filter list-ordered list-todo lock log-in log-out mail map map-pin maximize-2 menu merge
    message-square minus monitor moon notebook-pen package palette paperclip party-popper pause pencil percent
    phone phone-missed pin pin-off play plus printer receipt redo-2 refresh-cw repeat reply rotate-ccw route save
    search send server settings settings-2 shield shield-check shuffle skip-forward sliders-horizontal
    smartphone snowflake sparkles split square-check square-kanban square-pen star sticky-note sun sunrise table-2 tag
    swords target thumbs-up trash-2 triangle-alert trophy undo-2 unlock upload user-minus user-plus user-round users
    users-round video voicemail wallet wrench x zap
"""
NAMES = frozenset(WORDS.split())
INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def icon(name: str, extra: str = "") -> SafeString:
    """The mark-up of one icon, hidden from screen readers (a word or label stands beside it).

    Raises KeyError for a name that is not in NAMES: it would not be in the sprite. Kept for good, as a board shows
    a thousand icons of twenty kinds and the sprite's address does not change while a process lives.
    """
    if name not in NAMES:
        raise KeyError(f"{name!r} is not in stegvis/ui/icons.py")
    mark_up = '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>'
    return format_html(mark_up, f"icon {extra}".strip(), static(SPRITE), name)


def sprite_file() -> Path | None:
    """The sprite, made anew when the list of names or the package changed; None when Lucide is not installed."""
    source = packages.root() / packages.ICONS
    if not source.is_dir():
        return None
    target = packages.root() / ".stegvis" / SPRITE
    if not target.exists() or target.stat().st_mtime < _newest(source):
        target.parent.mkdir(exist_ok=True)
        target.write_text(sprite(source), encoding="utf-8")
    return target


def _newest(source: Path) -> float:
    return max(Path(__file__).stat().st_mtime, source.stat().st_ctime)


def sprite(source: Path) -> str:
    """An SVG of symbols, one for each name, drawn from the files in `source`."""
    symbols = (_symbol(name, (source / f"{name}.svg").read_text("utf-8")) for name in sorted(NAMES))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def _symbol(name: str, drawing: str) -> str:
    match = INNER.search(drawing)
    if match is None:
        raise ValueError(f"{name}.svg is not an SVG")
    inner = " ".join(match[1].split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'
