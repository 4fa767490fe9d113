"""Forecast: what will be won in a period, what moves it, what people say, and how good earlier forecasts were.

What brings numpy is imported when a forecast is made: pages without one do without.
"""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.deals.periods import quarter_start
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import WON_STATUSES
from stegvis.insights.kinds import Kind, register
from stegvis.insights.models import Call
from stegvis.insights.periods import QUARTER
from stegvis.insights.queries.attaining import Aim, aim_of_period
from stegvis.insights.queries.commitments import said_of
from stegvis.insights.queries.population import closed_deals, deals_of
from stegvis.insights.report import MONEY, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.insights.reports import forecast_deals, forecast_record, forecast_target
from stegvis.processes.models import StageKind
from stegvis.ui.formats import money_short, number

if TYPE_CHECKING:
    from stegvis.insights.queries.forecasting import Outlook

OPEN_KINDS = (StageKind.OPEN, StageKind.PARKED)
CALLS = (Call.IN, Call.BEST, Call.OUT)


def make_forecast(asked: Asked) -> Report:
    """The forecast of the period, told as a range, with everything that it is made of."""
    from stegvis.insights.queries.forecasting import read_outlook

    outlook = read_outlook(asked)
    if not len(outlook.histories.stays):
        return Report(empty=_("There are no deals yet that a forecast could be made of."))
    aim = aim_of_period(asked)
    return Report(
        sentences=[
            _headline(asked, outlook),
            *forecast_target.sentences(asked, aim, outlook),
            *_made_of(asked, outlook),
            *forecast_record.sentences(asked, outlook),
        ],
        stats=_stats(asked, outlook, aim),
        charts=[_parts(asked, outlook), *forecast_record.charts(asked, outlook)],
        tables=forecast_deals.tables(asked, outlook),
        notes=_notes(asked, outlook),
        currency=asked.workspace.currency,
    )


def _headline(asked: Asked, outlook: "Outlook") -> str:
    said = _("%(period)s: %(low)s to %(high)s will be won in eight of ten cases, %(middle)s in the middle.")
    if outlook.actual is not None:
        said = _("%(period)s: told before were %(low)s to %(high)s, %(middle)s in the middle; %(actual)s was won.")
    band = outlook.band
    return said % {
        "period": capfirst(asked.period_words),
        "low": _money(asked, band.low),
        "high": _money(asked, band.high),
        "middle": _money(asked, band.middle),
        "actual": _money(asked, outlook.actual or 0),
    }


def _made_of(asked: Asked, outlook: "Outlook") -> list[str]:
    if outlook.actual is not None:
        return []
    said = _("%(already)s is won already; open deals may bring %(open)s, and deals that are not there yet %(new)s.")
    forecast = outlook.forecast
    sums = {"already": forecast.already, "open": forecast.open.middle, "new": forecast.new.middle}
    return [said % {name: _money(asked, value) for name, value in sums.items()}]


def _stats(asked: Asked, outlook: "Outlook", aim: Aim | None) -> list[Stat]:
    band, forecast, over = outlook.band, outlook.forecast, outlook.actual is not None
    stats = [
        Stat(_("Middle"), _whole(band.middle), MONEY, _("more in one of two cases")),
        Stat(_("Lower end"), _whole(band.low), MONEY, _("less in one of ten cases")),
        Stat(_("Upper end"), _whole(band.high), MONEY, _("more in one of ten cases")),
        Stat(_("Won"), _whole(outlook.actual if over else forecast.already), MONEY, part="won"),  # type: ignore[arg-type]
        Stat(_("Weighted pipeline"), _whole(forecast.weighted), MONEY, _("fixed chances of the stages, no dates")),
    ]
    stats += [] if aim is None else [forecast_target.stat(aim, outlook)]
    return stats if over else [*stats, *forecast_deals.committed(asked)]


def _parts(asked: Asked, outlook: "Outlook") -> Chart:
    forecast, title = outlook.forecast, _("What it is made of")
    rows = [
        (_("Won already"), (forecast.already,) * 3, "won"),
        (_("Open deals"), forecast.open[:3], "open" if outlook.actual is None else ""),
        (_("Deals not there yet"), forecast.new[:3], ""),
    ]
    columns = [Column("part", _("Part"))]
    columns += [Column(key, words, MONEY) for key, words in zip(("low", "middle", "high"), _levels(), strict=True)]
    cells = [
        [Cell(name), *(Cell(_whole(value), part if at == 1 else "") for at, value in enumerate(three))]
        for name, three, part in rows
    ]
    return Chart(
        key="parts",
        title=title,
        sentence=_("The middle of each part; the table has low and high."),
        kind="column",
        labels=[name for name, _three, _part in rows],
        series=[Series(_("Middle"), [three[1] for _name, three, _part in rows], [part for _n, _t, part in rows])],
        table=Table("parts", title, columns, cells),
        unit=MONEY,
        wide=False,
    )


def _levels() -> tuple[str, str, str]:
    return _("Lower end"), _("Middle"), _("Upper end")


def _notes(asked: Asked, outlook: "Outlook") -> list[str]:
    notes, found = [], outlook.histories
    if outlook.forecast.few:
        notes.append(
            _("Few deals have gone through the stages yet: chances and days are mostly those that the process expects.")
        )
    if found.unknown:
        said = ngettext(
            "%(count)s stay in a stage has no known times: nothing is learnt from it.",
            "%(count)s stays in stages have no known times: nothing is learnt from them.",
            found.unknown,
        )
        notes.append(said % {"count": number(found.unknown)})
    if found.without_rate:
        said = _("Deals in %(currencies)s are worth nothing here: the currency has no rate.")
        notes.append(said % {"currencies": ", ".join(sorted(found.without_rate))})
    return notes


def _money(asked: Asked, value: float) -> str:
    return money_short(_whole(value), asked.workspace.currency)


def _whole(value: float) -> int:
    """A sum without hundredths: a forecast is not that exact."""
    return round(value)


def forecast_figures(asked: Asked, part: str) -> QuerySet:
    """`part`: "won" in the period, "open" deals, or a call (in, best, out). Raises KeyError for another."""
    if part == "won":
        return closed_deals(asked, WON_STATUSES)
    deals = deals_of(asked)
    if part == "open":
        return deals.filter(status__in=OPEN_KINDS)
    if part in CALLS:
        said = said_of(asked, quarter_start(asked.end))
        return deals.filter(pk__in=[deal for deal, one in said.items() if one.call == part])
    raise KeyError(part)


FORECAST = register(
    Kind(
        "forecast",
        gettext_lazy("Forecast"),
        gettext_lazy("What will be won, and how sure is that?"),
        make_forecast,
        forecast_figures,
        period=QUARTER,
        position=15,
    )
)
