"""Win and loss: to whom deals are lost."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.insights.figures.shares import ENOUGH
from stegvis.insights.queries.competing import Rivals
from stegvis.insights.queries.decided import Decided, Split
from stegvis.insights.report import MONEY, NUMBER, PERCENT, Cell, Chart, Column, Series, Table
from stegvis.ui.formats import number

BARS = 10


def rivals_met(found: Decided, rivals: Rivals) -> list[Split]:
    """How deals went with each competitor in play, beside the others; most met first."""
    splits = [found.split(f"competitor.{pk}", rivals.names[pk], ids) for pk, ids in rivals.played.items()]
    return sorted(splits, key=lambda one: (-(one.won + one.lost), one.words))


def lost_to_sentence(found: Decided, rivals: Rivals) -> list[str]:
    """Who won most of what was lost, where enough is known and one won more than each other."""
    winners = _winners(rivals)
    if rivals.known < ENOUGH or (len(winners) > 1 and len(winners[0][2]) == len(winners[1][2])):
        return []
    name, ids = winners[0][1:]
    said = ngettext(
        "Deals are lost most often to %(name)s: %(count)s of the %(known)s lost deal where it is known who won.",
        "Deals are lost most often to %(name)s: %(count)s of the %(known)s lost deals where it is known who won.",
        rivals.known,
    )
    return [said % {"name": name, "count": number(len(ids)), "known": number(rivals.known)}]


def lost_to_charts(found: Decided, rivals: Rivals) -> list[Chart]:
    """The chart of who won what was lost, where anything is known of it."""
    if not rivals.known:
        return []
    winners, title, unsaid = _winners(rivals), _("To whom deals were lost"), len(found.lost) - rivals.known
    said = ngettext(
        "Of %(count)s lost deal nobody said who won it.", "Of %(count)s lost deals nobody said who won them.", unsaid
    ) % {"count": number(unsaid)}
    rows = [_row(pk, name, len(ids), found.worth.of(("to", pk)), found) for pk, name, ids in winners]
    if unsaid:
        lost = found.worth.of(*(pk for pk, *_rest in found.reasons))
        rows.append(_row(0, "", unsaid, lost - found.worth.of(*(("to", pk) for pk, *_rest in winners)), found))
    parts = [f"lost_to.lost.{pk}" for pk, *_rest in winners[:BARS]]
    return [
        Chart(
            key="lost_to",
            title=title,
            sentence=said if unsaid else _("Of every lost deal it is known who won it."),
            kind="bar",
            labels=[name for _pk, name, _ids in winners[:BARS]],
            series=[Series(_("Lost"), [len(ids) for *_rest, ids in winners[:BARS]], parts, "lost")],
            table=Table("lost_to", title, _columns(), rows),
            wide=False,
        )
    ]


def _winners(rivals: Rivals) -> list[tuple[int, str, set[int]]]:
    named = [(pk, rivals.names[pk], ids) for pk, ids in rivals.winners.items()]
    return sorted(named, key=lambda one: (-len(one[2]), one[1]))


def _columns() -> list[Column]:
    return [
        Column("competitor", _("Competitor")),
        Column("lost", _("Lost"), NUMBER),
        Column("share", _("Of all lost"), PERCENT),
        Column("value", _("Value lost"), MONEY),
    ]


def _row(pk: int, name: str, count: int, value: Decimal, found: Decided) -> list[Cell]:
    part = f"lost_to.lost.{pk}"
    return [
        Cell(name or _("Not said"), tone="" if name else "quiet"),
        Cell(count, part),
        Cell(100 * count / len(found.lost)),
        Cell(value, part),
    ]
