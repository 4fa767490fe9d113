"""The target beside the forecast, and the chance to reach it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from stegvis.insights.asked import Asked
from stegvis.insights.queries.attaining import Aim
from stegvis.insights.report import MONEY, Stat
from stegvis.ui.formats import money_short, percent

if TYPE_CHECKING:
    from stegvis.insights.queries.forecasting import Outlook

# What ten thousand draws tell apart, and nobody should take for certain.
LEAST, MOST = 1, 99


def stat(aim: Aim, outlook: "Outlook") -> Stat:
    """The target of the period."""
    return Stat(_("Target"), round(aim.amount), MONEY, _note(aim, outlook))


def sentences(asked: Asked, aim: Aim | None, outlook: "Outlook") -> list[str]:
    """What the chance is; nothing without a target, or of a time that is over."""
    if aim is None or outlook.actual is not None:
        return []
    said = _("The target of %(target)s is reached with a chance of %(chance)s.")
    chance = _chance(aim, outlook)
    if chance is None:
        said = _("The target is %(target)s; with so simple a method no chance to reach it can be told.")
    elif chance < LEAST:
        said = _("The target of %(target)s is hardly reached: its chance is below %(least)s.")
    elif chance > MOST:
        said = _("The target of %(target)s is nearly certain: its chance is above %(most)s.")
    facts = {"least": percent(LEAST), "most": percent(MOST), "chance": percent(round(chance or 0))}
    return [said % (facts | {"target": money_short(aim.amount, asked.workspace.currency)})]


def _note(aim: Aim, outlook: "Outlook") -> str:
    if outlook.actual is not None:
        return _("reached") if outlook.actual >= float(aim.amount) else _("not reached")
    chance = _chance(aim, outlook)
    if chance is None:
        return ""
    return _("chance to reach it: %(chance)s") % {"chance": percent(min(MOST, max(LEAST, round(chance))))}


def _chance(aim: Aim, outlook: "Outlook") -> float | None:
    """Hundredths of the draws that reach the target; None where another method than the draws is in use."""
    from stegvis.insights.figures.forecasting.tracking import MODEL

    return 100 * outlook.forecast.chance_of(float(aim.amount)) if outlook.method == MODEL else None
