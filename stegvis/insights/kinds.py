"""The kinds of reports by their names. Each module below `reports/` registers its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from django.db.models import QuerySet
from django.utils.functional import Promise

from stegvis.core.lists import Filter
from stegvis.insights.asked import Asked
from stegvis.insights.periods import YEAR
from stegvis.insights.report import Report

# What an address may carry to name the deals behind a figure.
LONGEST_PART = 200


@dataclass(frozen=True)
class Kind:
    """A report: its `name` in addresses, what it is called, and the question it answers.

    `make(asked)` makes it; `deals(asked, part)` are the deals behind one of its figures (raises KeyError for a part
    that it does not know). `filters` are further ones than every report has. `one_process`: it needs a process, the
    workspace's first where none is chosen. `period` is the one it opens with. `group` is where the overview lists it.
    """

    name: str
    title: str | Promise
    question: str | Promise
    make: Callable[[Asked], Report]
    deals: Callable[[Asked, str], QuerySet]
    filters: Sequence[Filter] = ()
    one_process: bool = False
    period: str = YEAR
    position: int = 100
    icon: str = "chart-line"
    verb: str = "insights"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind of report known; one of the same name is replaced."""
    _kinds[kind.name] = kind
    return kind


def known(name: str) -> Kind | None:
    """The kind of that name."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """All kinds, in the order in which the overview lists them."""
    return sorted(_kinds.values(), key=lambda kind: (kind.position, kind.name))


def load_reports() -> None:
    """Import every module of `reports/`, each of which registers what it makes."""
    package = import_module("stegvis.insights.reports")
    for module in iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
