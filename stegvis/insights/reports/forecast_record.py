"""The record of a forecast: what earlier ones would have been, and which method has been best."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.report import DATE, MONEY, NUMBER, PERCENT, Cell, Chart, Column, Series, Table
from stegvis.ui.formats import date_long, money_short, number, percent

if TYPE_CHECKING:
    from stegvis.insights.figures.forecasting.tracking import Record
    from stegvis.insights.queries.forecasting import Outlook

MODEL, WEIGHTED, BEFORE = "model", "weighted", "before"


def sentences(asked: Asked, outlook: "Outlook") -> list[str]:
    """How good it was, and what is used where a baseline was better."""
    if not outlook.record.tried:
        return [_("There is too little history to say how good earlier forecasts would have been.")]
    said = [_covered(outlook), _losses(asked, outlook.record)]
    if outlook.method == WEIGHTED:
        said.append(_("Here the weighted pipeline has been the better forecast, so the range is made from it."))
    if outlook.method == BEFORE:
        said.append(
            _("Here what was won in the period before has been the better forecast, so the range is made from it.")
        )
    return said


def _covered(outlook: "Outlook") -> str:
    count, covered = len(outlook.record.tried), outlook.record.covered
    if outlook.quarterly:
        said = ngettext(
            "In %(covered)s of %(count)s past quarter what was won lay within the range; it should in eight of ten.",
            "In %(covered)s of %(count)s past quarters what was won lay within the range; it should in eight of ten.",
            count,
        )
    else:
        said = ngettext(
            "In %(covered)s of %(count)s past month what was won lay within the range; it should in eight of ten.",
            "In %(covered)s of %(count)s past months what was won lay within the range; it should in eight of ten.",
            count,
        )
    return said % {"covered": number(covered), "count": number(count)}


def _losses(asked: Asked, record: "Record") -> str:
    said = _(
        "It was off by %(model)s on average (pinball loss), the weighted pipeline by %(weighted)s, "
        "the period before by %(before)s."
    )
    return said % {name: money_short(round(loss), asked.workspace.currency) for name, loss in record.losses.items()}


def charts(asked: Asked, outlook: "Outlook") -> list[Chart]:
    """Bands and what came, and how chances came true; nothing without history."""
    record = outlook.record
    return [_bands(record), *([_curve(record)] if record.calibration else [])] if record.tried else []


def _bands(record: "Record") -> Chart:
    title = _("What earlier forecasts would have been")
    labels = [date_long(one.first) for one in record.tried]
    return Chart(
        key="record",
        title=title,
        sentence=_("Each was made from what was known on the evening before; the line is what was won."),
        kind="band",
        labels=labels,
        series=[
            Series(
                _("Range"),
                [one.band.high for one in record.tried],
                tone="band",
                low=[one.band.low for one in record.tried],
            ),
            Series(_("Middle"), [one.band.middle for one in record.tried], tone="plan"),
            Series(_("Won"), [one.actual for one in record.tried], tone="won"),
        ],
        table=Table("record", title, _record_columns(), [_record_row(one) for one in record.tried]),
        unit=MONEY,
    )


def _record_columns() -> list[Column]:
    words = {
        "low": _("Lower end"),
        "middle": _("Middle"),
        "high": _("Upper end"),
        "won": _("Won"),
        "weighted": _("Weighted pipeline"),
        "before": _("Period before"),
        "loss": _("Loss"),
        "loss_weighted": _("Loss of the weighted pipeline"),
        "loss_before": _("Loss of the period before"),
    }
    return [Column("from", _("From"), DATE), *(Column(key, label, MONEY) for key, label in words.items())]


def _record_row(one) -> list[Cell]:
    losses = one.losses
    values = (*one.band[:3], one.actual, one.weighted, one.before, losses[MODEL], losses[WEIGHTED], losses[BEFORE])
    tones = ["", "", "", "better" if one.covered else "worse"]
    tones += [""] * (len(values) - len(tones))
    return [Cell(one.first), *(Cell(round(value), tone=tone) for value, tone in zip(values, tones, strict=True))]


def _curve(record: "Record") -> Chart:
    title = _("Did chances come true?")
    steps = record.calibration
    columns = [
        Column("told", _("Told"), PERCENT),
        Column("came", _("Came"), PERCENT),
        Column("deals", _("Deals"), NUMBER),
    ]
    return Chart(
        key="chances",
        title=title,
        sentence=_(
            "Of deals with a given chance to be won within the period, this share was. Both lines should be one."
        ),
        kind="line",
        labels=[percent(round(100 * told)) for told, _came, _count in steps],
        series=[
            Series(_("Came"), [100 * came for _told, came, _count in steps], tone="won"),
            Series(_("Told"), [100 * told for told, _came, _count in steps], tone="plan"),
        ],
        table=Table(
            "chances",
            title,
            columns,
            [[Cell(100 * told), Cell(100 * came), Cell(count)] for told, came, count in steps],
        ),
        unit=PERCENT,
        wide=False,
    )
