"""The table of months of a funnel."""

from django.utils.translation import gettext as _

from stegvis.insights.asked import Asked
from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.periods import month_words
from stegvis.insights.queries.months import Month, read_months
from stegvis.insights.report import MONEY, NUMBER, PERCENT, Cell, Chart, Column, Series, Table
from stegvis.ui.formats import number


def months_chart(asked: Asked) -> Chart | None:
    """How many of the deals begun in each month were won, lost, or are still open; None of a single month."""
    months, sums = read_months(asked)
    if len(months) < 2:
        return None
    title = _("By the month in which they began")
    columns = [
        Column("month", _("Month")),
        Column("begun", _("Begun"), NUMBER),
        Column("won", _("Won"), NUMBER),
        Column("lost", _("Lost"), NUMBER),
        Column("open", _("Not decided yet"), NUMBER),
        Column("share", _("Share won"), PERCENT),
        Column("value", _("Value won"), MONEY),
        Column("ripe", _("Ripe")),
    ]
    words = {"won": _("Won"), "lost": _("Lost"), "open": _("Not decided yet")}
    return Chart(
        key="months",
        title=title,
        sentence=_sentence(months),
        kind="column",
        labels=[month_words(one.day) for one in months],
        series=[
            Series(name, [one.counts[what] for one in months], [_part(one, what) for one in months], what)
            for what, name in words.items()
        ],
        table=Table("months", title, columns, [_row(one, sums) for one in months]),
        more={"stacked": True},
    )


def _sentence(months: list[Month]) -> str:
    ripe = [one for one in months if one.ripe and one.size >= ENOUGH]
    if not ripe:
        return _("No month is ripe yet: too many of its deals are not decided.")
    best = max(ripe, key=lambda one: one.counts["won"] / one.size)
    said = _("Of the months that are ripe, %(month)s was best: %(won)s of %(all)s won.")
    return said % {"month": month_words(best.day), "won": number(best.counts["won"]), "all": number(best.size)}


def _row(month: Month, sums) -> list[Cell]:
    share = 100 * month.counts["won"] / month.size if month.size >= ENOUGH else None
    return [
        Cell(month_words(month.day)),
        Cell(month.size, _part(month, "")),
        *(Cell(month.counts[what], _part(month, what)) for what in ("won", "lost", "open")),
        Cell(share, tone="" if month.ripe else "quiet"),
        Cell(sums.of(month.day), _part(month, "won")),
        Cell(_("ripe") if month.ripe else _("not ripe: the share may still rise")),
    ]


def _part(month: Month, outcome: str) -> str:
    return f"month.{month.day:%Y-%m}.{outcome}"
