"""What both views of sellers have in common: bars of where a share or a time lies, and the tables behind them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.figures.shrinking import Estimate
from stegvis.insights.report import DAYS, NUMBER, PERCENT, Cell, Column, Series
from stegvis.insights.showing import told
from stegvis.insights.standing import SHARE, Counts, OnStage

TEAM = "team"
UNITS = {"share": PERCENT, "time": DAYS}
COUNTED = {"share": ("left", "on"), "time": ("ended", "here")}


def columns_of(what: str, first: Column) -> list[Column]:
    """The columns of a table of shares, or of times."""
    unit = UNITS[what]
    return [
        first,
        *counted_columns(what),
        Column("own", _("As counted"), unit),
        Column("adjusted", _("With the team's deals"), unit),
        Column("low", _("at least"), unit),
        Column("high", _("at most"), unit),
    ]


def counted_columns(what: str) -> list[Column]:
    """The columns of what was counted."""
    if what == SHARE:
        return [Column("left", _("No longer here"), NUMBER), Column("on", _("Went on or won"), NUMBER)]
    return [Column("ended", _("Stays that are over"), NUMBER), Column("here", _("Still here"), NUMBER)]


def cells_of(one: OnStage, seller: int, what: str) -> list[Cell]:
    """One seller on one stage: what was counted, as it was, and what one may think of it."""
    counts, found = one.counts.get(seller) or Counts(), one.estimate(seller, what)
    own = Cell(own_of(counts, found, what))
    return [*counted_cells(counts, f"{one.step.lineage}.{seller}", what), own, *_bounds(found)]


def counted_cells(counts: Counts, key: str, what: str) -> list[Cell]:
    """The counts behind a share or a time, each with its deals (none without `key`)."""
    return [Cell(getattr(counts, one), f"{key}.{one}" if key else "") for one in COUNTED[what]]


def own_of(counts: Counts, found: Estimate | None, what: str) -> float | None:
    """A seller's own figure as it was counted; None of fewer than five deals."""
    if what == SHARE:
        return 100 * counts.on / counts.left if counts.left >= ENOUGH else None
    return found.own if found and found.count >= ENOUGH else None


def _bounds(found: Estimate | None) -> list[Cell]:
    tone = "quiet" if found and found.count < ENOUGH else ""
    values = (found.middle, found.low, found.high) if found else (None, None, None)
    return [Cell(value, tone=tone) for value in values]


def bars_of(found: Sequence[Estimate | None], parts: Sequence[str], team: Sequence[float | None]) -> list[Series]:
    """A bar from "at least" to "at most", a mark in it, and a line where the team is."""
    return [
        Series(
            _("In nine of ten cases between"),
            [one.high if one else None for one in found],
            parts,
            "band",
            [one.low if one else None for one in found],
        ),
        Series(_("Most likely"), [one.middle if one else None for one in found], parts),
        Series(_("The team"), list(team), tone="plan"),
    ]


def said_figure(value: float, what: str) -> str:
    """A share or a time in the reader's words."""
    return told(round(value), UNITS[what], "")


def how_to_read() -> list[str]:
    """What every reader of such figures has to know."""
    return [
        _(
            "“With the team's deals”: what may be expected if everybody had deals of the same sources and values. "
            "Few deals are read together with the team's; the fewer, the closer to its mean."
        ),
        _("Luck and what one was given show in any such figure. It is made for helping each other, not for judging."),
    ]
