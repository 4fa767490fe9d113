"""Win and loss: why deals are lost, and what goes with winning."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.deals.models import Stakeholder
from stegvis.insights.asked import Asked
from stegvis.insights.figures.funnel import OUTCOMES
from stegvis.insights.figures.shares import share
from stegvis.insights.kinds import Kind, register
from stegvis.insights.queries.competing import deals_against, deals_lost_to, read_rivals
from stegvis.insights.queries.decided import (
    Decided,
    Moved,
    Split,
    by_moves,
    by_objection,
    by_people,
    deals_with,
    decided,
    number_of,
    read_decided,
)
from stegvis.insights.report import MONEY, NUMBER, PERCENT, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.insights.reports.win_loss_rivals import lost_to_charts, lost_to_sentence, rivals_met
from stegvis.ui.formats import number, percent

BARS = 10
AGAINST = {"competitor": deals_against, "lost_to": deals_lost_to}
PASSED = ("skipped.", "missing.")


def make_win_loss(asked: Asked) -> Report:
    """Reasons, and won and lost deals with and without each thing that is known of them."""
    found = read_decided(asked)
    if not found.all:
        return Report(empty=_("No deal was won or lost in this period."))
    moved = by_moves(asked)
    facts = _facts(asked, found, moved)
    said, answered = _library(asked, found)
    rivals = read_rivals(asked, found)
    met = rivals_met(found, rivals)
    return Report(
        sentences=[
            _headline(found),
            *_reason_sentence(found),
            *lost_to_sentence(found, rivals),
            _solid([*facts, *said, *answered, *met]),
        ],
        stats=_stats(found),
        charts=[*([_reason_chart(found)] if found.reasons else []), *lost_to_charts(found, rivals)],
        tables=[
            *_tables("facts", _("What goes with winning"), _("Deals where"), facts),
            *_tables("competitors", _("Competitors"), _("In play"), met),
            *_tables("objections", _("Objections"), _("Objection raised"), said),
            *_tables("answers", _("Answers to objections"), _("Answer given"), answered),
        ],
        notes=_notes(found, moved),
        currency=asked.workspace.currency,
    )


def _headline(found: Decided) -> str:
    said = ngettext(
        "%(won)s of %(all)s decided deal was won.", "%(won)s of %(all)s decided deals were won.", len(found.all)
    )
    return said % {"won": number(len(found.won)), "all": number(len(found.all))}


def _reason_sentence(found: Decided) -> list[str]:
    named = [(name, count) for pk, name, count in found.reasons if pk]
    if not named:
        return []
    name, count = named[0]
    said = _("The reason given most often for a loss is %(reason)s: %(count)s of %(all)s.")
    return [said % {"reason": name, "count": number(count), "all": number(len(found.lost))}]


def _solid(splits: Iterable[Split]) -> str:
    """The largest difference that is beyond doubt. What deals skip grows with how far they come: it is no headline."""
    sure = [one for one in splits if one.is_solid and not one.key.startswith(PASSED)]
    if not sure:
        return _("Nothing that is known of the deals goes with winning or losing beyond doubt yet.")
    best = max(sure, key=lambda one: abs(one.own.middle - one.others.middle))  # type: ignore[union-attr]
    said = _("%(fact)s: %(own)s of these deals were won, %(others)s of the others.")
    own, others = (percent(round(one.middle)) for one in (best.own, best.others) if one)
    return said % {"fact": best.words, "own": own, "others": others}


def _stats(found: Decided) -> list[Stat]:
    rate = share(len(found.won), len(found.all))
    lost = [pk for pk, *_rest in found.reasons]
    stats = [
        Stat(_("Won"), len(found.won), part="all.won"),
        Stat(_("Lost"), len(found.lost), part="all.lost"),
        Stat(_("Value won"), found.worth.of("won"), MONEY, part="all.won"),
        Stat(_("Value lost"), found.worth.of(*lost), MONEY, part="all.lost"),
    ]
    if rate:
        bounds = {"low": percent(round(rate.low)), "high": percent(round(rate.high))}
        stats.insert(2, Stat(_("Share won"), rate.middle, PERCENT, _("%(low)s to %(high)s") % bounds))
    return stats


def _reason_chart(found: Decided) -> Chart:
    title = _("Why deals were lost")
    shown = found.reasons[:BARS]
    unsaid = next((count for pk, _name, count in found.reasons if not pk), 0)
    sentence = ngettext(
        "Of %(count)s lost deal nobody said why.", "Of %(count)s lost deals nobody said why.", unsaid
    ) % {"count": number(unsaid)}
    return Chart(
        key="reasons",
        title=title,
        sentence=sentence if unsaid else _("Every lost deal has a reason."),
        kind="bar",
        labels=[name or _("Not said") for _pk, name, _count in shown],
        series=[Series(_("Lost"), [count for *_rest, count in shown], [_reason_part(pk) for pk, *_ in shown], "lost")],
        table=Table("reasons", title, _reason_columns(), [_reason_row(one, found) for one in found.reasons]),
        wide=False,
    )


def _reason_part(pk: int) -> str:
    return f"reason.lost.{pk}"


def _reason_columns() -> list[Column]:
    return [
        Column("reason", _("Reason")),
        Column("lost", _("Lost"), NUMBER),
        Column("share", _("Of all lost"), PERCENT),
        Column("value", _("Value lost"), MONEY),
    ]


def _reason_row(reason: tuple[int, str, int], found: Decided) -> list[Cell]:
    pk, name, count = reason
    part = _reason_part(pk)
    return [
        Cell(name or _("Not said"), tone="" if name else "quiet"),
        Cell(count, part),
        Cell(100 * count / len(found.lost)),
        Cell(found.worth.of(pk), part),
    ]


def _facts(asked: Asked, found: Decided, moved: Moved) -> list[Split]:
    """People, roles, qualification and skipping, as far as any deal has them."""
    (met, roles), scores = by_people(asked, found.all), found.scores
    splits: list[Split] = []
    if any(ids for name, ids in met.items() if name != "0"):
        people = _("People taking part: %(count)s")
        words = {name: people % {"count": name} for name in met} | {"0": _("Nobody taking part is known")}
        splits += [found.split(f"people.{name}", words[name], ids) for name, ids in met.items()]
    role = _("Somebody known who: %(role)s")
    splits += [
        found.split(f"role.{one.value}", role % {"role": one.label}, roles[one.value])
        for one in Stakeholder.Role
        if one.value in roles
    ]
    qualified = set().union(*scores.values())
    score = _("Qualification score %(score)s")
    splits += [
        found.split(f"score.{name}", score % {"score": name}, ids, among=qualified)
        for name, ids in scores.items()
        if qualified
    ]
    missing = _("Went on without evidence from the buyer")
    splits.append(found.split("skipped.", _("A stage was skipped"), moved.skipped, among=moved.onward))
    splits.append(found.split("missing.", missing, moved.missing, among=moved.onward))
    return [one for one in splits if one.won + one.lost]


def _library(asked: Asked, found: Decided) -> tuple[list[Split], list[Split]]:
    """The objections raised; the answers given, each against others, not against deals without objections."""
    told = by_objection(asked)
    said = [found.split(f"objection.{pk}", told.names[pk], ids) for pk, ids in told.raised.items() if pk in told.names]
    among = set().union(*told.given.values())
    answered = [
        found.split(f"answer.{pk}", told.texts[pk], ids, among=among)
        for pk, ids in told.given.items()
        if pk in told.texts
    ]
    return _most_first(said), _most_first(answered)


def _most_first(splits: list[Split]) -> list[Split]:
    return sorted(splits, key=lambda one: -(one.won + one.lost))


def _tables(key: str, title: str, label: str, splits: Sequence[Split]) -> list[Table]:
    if not splits:
        return []
    columns = [
        Column("fact", label),
        Column("won", _("Won"), NUMBER),
        Column("lost", _("Lost"), NUMBER),
        Column("share", _("Share won"), PERCENT),
        Column("low", _("at least"), PERCENT),
        Column("high", _("at most"), PERCENT),
        Column("others", _("The others"), PERCENT),
    ]
    return [Table(key, title, columns, [_row(one) for one in splits])]


def _row(one: Split) -> list[Cell]:
    what, _point, value = one.key.partition(".")
    own, others = one.own or (None, None, None), one.others
    tone = ""
    if one.own and others and one.is_solid:
        tone = "better" if one.own.middle > others.middle else "worse"
    return [
        Cell(one.words),
        Cell(one.won, f"{what}.won.{value}"),
        Cell(one.lost, f"{what}.lost.{value}"),
        Cell(own[0], tone=tone),
        Cell(own[1]),
        Cell(own[2]),
        Cell(others.middle if others else None),
    ]


def _notes(found: Decided, moved: Moved) -> list[str]:
    notes = [
        _("What goes with winning need not be its cause: a good deal may draw more people, not the other way round."),
        _("Skipping and missing evidence: of deals that went on at least once. Who comes further has more occasions."),
        _("Shares are said from five deals on, with the bounds within which nine of ten such shares truly are."),
    ]
    unseen = len(found.all - moved.seen)
    if unseen:
        said = ngettext(
            "%(count)s deal came by import: which evidence it had, and what it skipped, is not known.",
            "%(count)s deals came by import: which evidence they had, and what they skipped, is not known.",
            unseen,
        )
        notes.append(said % {"count": number(unseen)})
    return [*notes, *found.worth.notes]


def win_loss_deals(asked: Asked, part: str) -> QuerySet:
    """`part` is "role.won.decides": what, won or lost, and its value; "all.won" for all."""
    what, fate, *value = part.split(".", 2)
    if what in AGAINST:
        deals = AGAINST[what](asked, number_of(value[0] if value else ""))
    else:
        deals = decided(asked) if what == "all" else deals_with(asked, what, value[0] if value else "")
    return deals.filter(status__in=OUTCOMES[fate])


WIN_LOSS = register(
    Kind(
        "win_loss",
        gettext_lazy("Win and loss"),
        gettext_lazy("Why are deals lost, and what goes with winning?"),
        make_win_loss,
        win_loss_deals,
        position=50,
        icon="flag",
    )
)
