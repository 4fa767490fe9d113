"""What the report on targets says in words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from stegvis.insights.asked import Asked
from stegvis.insights.attained import Standing
from stegvis.insights.queries.attaining import Aim
from stegvis.insights.targeting import VALUE
from stegvis.ui.formats import money_short, number, percent


def all_words(aim: Aim) -> str:
    """Whose target it is."""
    return aim.name or _("Everybody")


def sentences(asked: Asked, main: Standing, other: Standing | None) -> list[str]:
    """How the main target stands, whether that is fast enough, what it takes; and the same target in deals."""
    told = [_headline(asked, main), _pace(asked, main)]
    if main.needed:
        told.append(_needed(asked, main))
    if other is not None:
        said = _("By number: %(won)s of %(target)s deals are won.")
        told.append(said % {"won": number(other.won), "target": number(other.aim.amount)})
    return told


def _headline(asked: Asked, main: Standing) -> str:
    said = _("%(won)s of %(target)s is won: %(share)s.")
    if main.aim.measure != VALUE:
        said = _("%(won)s of %(target)s deals are won: %(share)s.")
    facts = {"won": _words(asked, main, main.won), "target": _words(asked, main, main.aim.amount)}
    told = said % (facts | {"share": percent(round(main.progress))})
    if main.aim.whose.kind == "whole":
        return told
    return _("%(whose)s: %(said)s") % {"whose": all_words(main.aim), "said": told}


def _pace(asked: Asked, main: Standing) -> str:
    if main.over:
        if main.missed:
            return _("The time is over; %(missed)s was missing.") % {"missed": _words(asked, main, main.missed)}
        return _("The time is over, and the target was reached.")
    if not main.gone:
        return _("The time has not begun yet.")
    said = _("%(gone)s of the working days are over, so %(due)s would be won by now: %(gap)s ahead.")
    if main.ahead < 0:
        said = _("%(gone)s of the working days are over, so %(due)s would be won by now: %(gap)s behind.")
    facts = {"due": _words(asked, main, main.due), "gap": _words(asked, main, abs(main.ahead))}
    return said % (facts | {"gone": percent(round(100 * main.gone))})


def _needed(asked: Asked, main: Standing) -> str:
    facts = {"needed": _words(asked, main, main.needed), "open": _words(asked, main, main.open)}
    if main.rate is None:
        said = _(
            "%(needed)s is still needed and %(open)s is open; too few deals were decided to say if that is enough."
        )
        return said % facts
    if main.pipeline is None:
        said = _("%(needed)s is still needed and %(open)s is open; none of the decided deals was won.")
        return said % facts
    said = _(
        "%(needed)s is still needed: at a win rate of %(rate)s (%(low)s to %(high)s) that takes %(pipeline)s in open "
        "deals; %(open)s is open."
    )
    rates = {"rate": main.rate.middle, "low": main.rate.low, "high": main.rate.high}
    facts |= {name: percent(round(value)) for name, value in rates.items()}
    return said % (facts | {"pipeline": _words(asked, main, main.pipeline[0])})


def _words(asked: Asked, main: Standing, amount: Decimal) -> str:
    return money_short(amount, asked.workspace.currency) if main.aim.measure == VALUE else number(amount)
