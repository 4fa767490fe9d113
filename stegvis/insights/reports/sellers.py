"""Sellers by stage: what each does with deals of a like kind, never as a ranking; and each seller's own view."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.core.lists import Choices, Option
from stegvis.deals.filters import offered
from stegvis.insights.asked import Asked
from stegvis.insights.kinds import Kind, register
from stegvis.insights.queries.population import unknown_times
from stegvis.insights.queries.sellers import (
    OF_PEOPLE,
    deals_of_seller,
    names_of,
    pool_of,
    seen_sellers,
    unknown_entries_of,
)
from stegvis.insights.report import Report
from stegvis.insights.reports.sellers_own import own_report
from stegvis.insights.reports.sellers_shown import TEAM
from stegvis.insights.reports.sellers_team import team_report
from stegvis.insights.standing import Standing, read_standing
from stegvis.ui.formats import number
from stegvis.workspaces.models import Member


def make_sellers(asked: Asked) -> Report:
    """One seller's own view where one is chosen, or the reader may know no other; else all of them side by side."""
    chosen, seen = _chosen(asked), seen_sellers(asked.member)
    standing = read_standing(asked)
    notes = [*_unheard(asked), *_withheld(standing), *_going(standing), *_unknown(asked)]
    if len(chosen) == 1 or (seen is not None and len(seen) == 1):
        seller = chosen[0] if chosen else asked.member.pk
        return own_report(standing, seller, names_of(asked)[seller], notes)
    if chosen:
        standing.names = {pk: name for pk, name in standing.names.items() if pk in chosen}
    return team_report(standing, notes)


def _chosen(asked: Asked) -> list[int]:
    used = asked.used("seller")
    return [int(pk) for pk in (used.value or ())] if used else []


def _offered(member: Member) -> list[Option]:
    """The sellers whose own figures `member` may know."""
    seen = seen_sellers(member)
    return [one for one in offered("owner", member) if seen is None or int(one.value) in seen]


def _unheard(asked: Asked) -> list[str]:
    """Filters that the reader chose and that do not count for who may not know every seller."""
    chosen = [one for key in OF_PEOPLE if (one := asked.used(key)) and one.on]
    if not chosen or seen_sellers(asked.member) is None:
        return []
    return [_("Filters on owner and team do not count here, so that nobody learns a single colleague's figures.")]


def _withheld(standing: Standing) -> list[str]:
    if not standing.withheld:
        return []
    stages = ", ".join(one.step.name for one in standing.withheld)
    said = _(
        "What the team does is not, or not wholly, shown on: %(stages)s. It would be the figures of "
        "a single other seller."
    )
    return [said % {"stages": stages}]


def _going(standing: Standing) -> list[str]:
    here = sum(one.counts[pk].here for one in standing.steps for pk in standing.names if pk in one.counts)
    if not here:
        return []
    said = ngettext(
        "%(count)s deal is still where it came in: it is in no share and no time yet.",
        "%(count)s deals are still where they came in: they are in no share and no time yet.",
        here,
    )
    return [said % {"count": number(here)}]


def _unknown(asked: Asked) -> list[str]:
    return unknown_times((), unknown_entries_of(pool_of(asked), seen_sellers(asked.member)))


def sellers_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is a lineage, a member's number or "team", and which of the deals, with points between."""
    lineage, who, which = part.split(".")
    seen, pool = seen_sellers(asked.member), pool_of(asked)
    if who == TEAM:
        if seen is not None:
            raise KeyError(part)
        return deals_of_seller(pool, lineage, None, which)
    seller = int(who)
    if (seen is not None and seller not in seen) or seller not in names_of(asked):
        raise KeyError(part)
    return deals_of_seller(pool, lineage, [seller], which)


SELLERS = register(
    Kind(
        "sellers",
        gettext_lazy("Sellers by stage"),
        gettext_lazy("Who is strong on which stage, and who could help whom?"),
        make_sellers,
        sellers_deals,
        filters=(
            Choices("seller", gettext_lazy("Seller"), choose=_offered, by=lambda deals, _sellers, _reader: deals),
        ),
        one_process=True,
        position=40,
        icon="users",
    )
)
