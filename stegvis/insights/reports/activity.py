"""Activity: calls, meetings and notes, how soon leads are answered, and what it takes to win."""

from collections.abc import Sequence
from datetime import date
from itertools import repeat

from babel.dates import format_date
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from stegvis.insights.asked import Asked
from stegvis.insights.figures.activity import classed, middle, middle_of_team
from stegvis.insights.figures.shares import share
from stegvis.insights.kinds import Kind, register
from stegvis.insights.periods import month_words
from stegvis.insights.queries.activity import (
    ANSWERED,
    HOURS,
    KINDS,
    Activity,
    Did,
    answered_within,
    deals_owned,
    deals_with,
    is_weekly,
    leads_of,
    names_of,
    read_activity,
    seen_of,
    won_in_period,
)
from stegvis.insights.queries.sellers import OF_PEOPLE
from stegvis.insights.report import NUMBER, PERCENT, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.timeline.models import EntryKind
from stegvis.ui.formats import days_long, number, percent

WORDS = {
    EntryKind.CALL: gettext_lazy("Calls"),
    EntryKind.MEETING: gettext_lazy("Meetings"),
    EntryKind.NOTE: gettext_lazy("Notes"),
}
SOON = {
    "hour": gettext_lazy("Within an hour"),
    "day": gettext_lazy("Within a day"),
    "three": gettext_lazy("Within three days"),
    "week": gettext_lazy("Within a week"),
    "later": gettext_lazy("Later"),
    "none": gettext_lazy("Not yet"),
}


def make_activity(asked: Asked) -> Report:
    """What was done, of all whose activity the asker may know, and each of them beside the team's middle."""
    found, seen = read_activity(asked), seen_of(asked)
    shown = {pk: did for pk, did in found.sellers.items() if did.anything and (seen is None or pk in seen)}
    if not shown:
        return Report(empty=_("No call, meeting or note on a deal, no new lead and no win in this period."))
    whole, sellers = _together(shown.values()), _sellers(asked, shown, found)
    return Report(
        sentences=_sentences(asked, whole, found, seen is not None),
        stats=_stats(whole),
        charts=[*_times(asked, found, shown), *_answers(whole)],
        tables=[sellers],
        notes=_notes(asked, found, told_team=bool(sellers.foot)),
        currency=asked.workspace.currency,
    )


def _together(all_: Sequence[Did]) -> Did:
    whole = Did()
    for did in all_:
        whole.counts = {kind: whole.counts[kind] + did.counts[kind] for kind in KINDS}
        whole.reached += did.reached
        whole.leads += did.leads
        whole.hours += did.hours
        whole.attempts += did.attempts
        whole.touches += did.touches
    return whole


def _sentences(asked: Asked, whole: Did, found: Activity, own: bool) -> list[str]:
    said = _("On deals: calls: %(calls)s, meetings: %(meetings)s, notes: %(notes)s.")
    if own:
        said = _("Your own on deals: calls: %(calls)s, meetings: %(meetings)s, notes: %(notes)s.")
    counts = {f"{kind}s": number(whole.counts[kind]) for kind in KINDS}
    told = [said % counts, _answered(whole)]
    if (touches := middle(whole.touches)) is not None:
        took = _("Calls, meetings and notes of the middle won deal: %(count)s.")
        told.append(took % {"count": number(round(touches, 1))})
    return told


def _answered(whole: Did) -> str:
    if not whole.leads:
        return _("No lead was made in this period.")
    hours = middle(whole.hours)
    facts = {"answered": number(len(whole.hours)), "leads": number(whole.leads)}
    if hours is None:
        said = ngettext(
            "%(answered)s of %(leads)s lead was answered: too few for a middle.",
            "%(answered)s of %(leads)s leads were answered: too few for a middle.",
            whole.leads,
        )
        return said % facts
    said = ngettext(
        "%(answered)s of %(leads)s lead was answered, the middle one after %(hours)s.",
        "%(answered)s of %(leads)s leads were answered, the middle one after %(hours)s.",
        whole.leads,
    )
    return said % (facts | {"hours": hours_words(hours)})


def hours_words(hours: float) -> str:
    """A time in hours, from two days on in days."""
    if hours >= 48:
        return days_long(round(hours / 24))
    short = round(hours, 1 if hours < 10 else None)
    # Fractions take the form of two: 1.4 hours, 1,4 godziny.
    form = int(short) if short == int(short) else 2
    return ngettext("%(count)s hour", "%(count)s hours", form) % {"count": number(short)}


def _stats(whole: Did) -> list[Stat]:
    reached = share(whole.reached, whole.counts[EntryKind.CALL])
    note = _("%(share)s reached somebody") % {"share": percent(round(reached.middle))} if reached else ""
    return [
        Stat(str(WORDS[EntryKind.CALL]), whole.counts[EntryKind.CALL], NUMBER, note, "did.call"),
        Stat(str(WORDS[EntryKind.MEETING]), whole.counts[EntryKind.MEETING], part="did.meeting"),
        Stat(str(WORDS[EntryKind.NOTE]), whole.counts[EntryKind.NOTE], part="did.note"),
        Stat(_("Hours until the first answer"), _rounded(middle(whole.hours)), NUMBER, _("the middle lead")),
        Stat(_("Attempts until contact"), _rounded(middle(whole.attempts)), NUMBER, _("the middle lead")),
        Stat(_("Activity for a win"), _rounded(middle(whole.touches)), NUMBER, _("the middle won deal")),
    ]


def _rounded(value: float | None) -> float | None:
    """Tenths say nothing of what is ten or more."""
    return None if value is None else round(value, 1 if value < 10 else None)


def _times(asked: Asked, found: Activity, shown) -> list[Chart]:
    """How much was done in each week or month."""
    counts = {}
    for (start, kind, by), count in found.bins.items():
        if by in shown:
            counts.setdefault(start, dict.fromkeys(KINDS, 0))[kind] += count
    starts = sorted(counts)
    if not starts:
        return []
    title, weekly = (_("Week by week"), True) if is_weekly(asked) else (_("Month by month"), False)
    columns = [Column("from", _("Week from") if weekly else _("Month"))]
    columns += [Column(kind, str(WORDS[kind]), NUMBER) for kind in KINDS]
    labels = [_bin_words(start, weekly=weekly) for start in starts]
    parts = {kind: [f"did.{kind}..{start}" for start in starts] for kind in KINDS}
    rows = [
        [Cell(label), *(Cell(counts[start][kind], parts[kind][at]) for kind in KINDS)]
        for at, (label, start) in enumerate(zip(labels, starts, strict=True))
    ]
    series = [Series(str(WORDS[kind]), [counts[start][kind] for start in starts], parts[kind], tone)
              for kind, tone in zip(KINDS, ("", "won", "parked"), strict=True)]  # fmt: skip
    most = max(starts, key=lambda start: sum(counts[start].values()))
    busiest = {"when": _bin_words(most, weekly=weekly), "count": number(sum(counts[most].values()))}
    sentence = _("Most was done from %(when)s on: %(count)s.") if weekly else _("Most was done in %(when)s: %(count)s.")
    table = Table("times", title, columns, rows)
    return [Chart("times", title, sentence % busiest, "column", labels, series, table, more={"stacked": True})]


def _bin_words(start: date, *, weekly: bool) -> str:
    if weekly:
        return format_date(start, "d MMM", locale=get_language() or "en")
    return month_words(start)


def _answers(whole: Did) -> list[Chart]:
    """How soon leads were answered."""
    if not whole.leads:
        return []
    counts = classed(whole.hours, HOURS) | {"none": whole.leads - len(whole.hours)}
    title = _("How soon leads are answered")
    columns = [
        Column("how", _("First answer")),
        Column("leads", _("Leads"), NUMBER),
        Column("share", _("Share"), PERCENT),
    ]
    rows = [
        [Cell(str(SOON[how])), Cell(counts[how], f"answered.{how}"), Cell(100 * counts[how] / whole.leads)]
        for how in ANSWERED
    ]
    said = ngettext(
        "%(soon)s of %(count)s lead was answered within a day.",
        "%(soon)s of %(count)s leads were answered within a day.",
        whole.leads,
    )
    return [
        Chart(
            key="answers",
            title=title,
            sentence=said % {"soon": number(counts["hour"] + counts["day"]), "count": number(whole.leads)},
            kind="bar",
            labels=[str(SOON[how]) for how in ANSWERED],
            series=[Series(_("Leads"), [counts[how] for how in ANSWERED], [f"answered.{how}" for how in ANSWERED])],
            table=Table("answers", title, columns, rows),
            wide=False,
        )
    ]


def _sellers(asked: Asked, shown: dict, found: Activity) -> Table:
    """A row for each seller by name, and below them the middle of all."""
    columns = [
        Column("seller", _("Seller")),
        *(Column(kind, str(WORDS[kind]), NUMBER) for kind in KINDS),
        Column("reached", _("Calls that reached somebody"), PERCENT),
        Column("leads", _("Leads"), NUMBER),
        Column("hours", _("Hours until the first answer"), NUMBER),
        Column("attempts", _("Attempts until contact"), NUMBER),
        Column("won", _("Won"), NUMBER),
        Column("touches", _("Activity for a win"), NUMBER),
    ]
    names = names_of(asked, {pk for pk in shown if pk})
    rows = [
        [Cell(name), *_cells(shown[pk], f".{pk}")]
        for pk, name in sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    ]
    return Table("sellers", _("Seller by seller"), columns, rows, _middles(asked, found))


def _cells(did: Did, whose: str) -> list[Cell]:
    reached = share(did.reached, did.counts[EntryKind.CALL])
    return [
        *(Cell(did.counts[kind], f"did.{kind}{whose}") for kind in KINDS),
        Cell(reached.middle if reached else None),
        Cell(did.leads, f"leads{whose}"),
        Cell(_rounded(middle(did.hours))),
        Cell(_rounded(middle(did.attempts))),
        Cell(len(did.touches), f"won{whose}"),
        Cell(_rounded(middle(did.touches))),
    ]


def _middles(asked: Asked, found: Activity) -> list[Cell]:
    """The middle of all sellers in each column, where nobody's own figures can be told from it."""
    seen = seen_of(asked)
    if seen is not None and any((used := asked.used(key)) is not None and used.on for key in OF_PEOPLE):
        # Whoever chooses colleagues one by one would find one out.
        return []
    own, others = [], []
    for pk, did in found.sellers.items():
        if pk and did.anything:
            (own if pk in (seen or ()) else others).append([cell.value for cell in _cells(did, "")])
    columns = zip(zip(*others, strict=True), zip(*own, strict=True) if own else repeat(()), strict=False)
    middles = [middle_of_team(theirs, mine) for theirs, mine in columns]
    if all(one is None for one in middles):
        return []
    return [Cell(_("The middle of the team")), *(Cell(_rounded(one)) for one in middles)]


def _notes(asked: Asked, found: Activity, *, told_team: bool) -> list[str]:
    seen = seen_of(asked)
    notes = [
        _("Counted is what is written on deals; notes on people and companies are not."),
        _("An answer is our first call, or a meeting, after the lead was made. Of fewer than five no middle is said."),
    ]
    if seen is not None and not told_team:
        notes.append(_("The team's middle is not shown: too few colleagues have figures, or you chose whose to see."))
    before = sum(did.contacted_before for pk, did in found.sellers.items() if seen is None or pk in seen)
    if before:
        said = ngettext(
            "%(count)s lead had been in contact before it was made: it has no time to an answer.",
            "%(count)s leads had been in contact before they were made: they have no time to an answer.",
            before,
        )
        notes.append(said % {"count": number(before)})
    return notes


def activity_deals(asked: Asked, part: str) -> QuerySet:
    """`part`: "did.KIND", "leads" or "won", maybe with a member; "answered.HOW". Raises KeyError, ValueError."""
    what, *rest = part.split(".")
    if what == "did":
        kind, by, start = (*rest, "", "")[:3]
        return deals_with(asked, kind, _known(asked, by), start)
    if what == "answered":
        return deals_owned(asked, answered_within(leads_of(asked), *rest), None)
    whose = _known(asked, rest[0] if rest else "")
    deals = {"leads": lambda: leads_of(asked).filter(earlier=False), "won": lambda: won_in_period(asked)}[what]()
    return deals_owned(asked, deals, whose)


def _known(asked: Asked, text: str) -> int | None:
    """The member that a part names, if the asker may know its activity. Raises ValueError, KeyError."""
    if not text:
        return None
    found, seen = int(text), seen_of(asked)
    if not 0 < found < 2**63 or (seen is not None and found not in seen):
        raise KeyError(text)
    return found


ACTIVITY = register(
    Kind(
        "activity",
        gettext_lazy("Activity"),
        gettext_lazy("How much do we call and meet, how soon do we answer, and what does a win take?"),
        make_activity,
        activity_deals,
        position=75,
        icon="phone",
    )
)
