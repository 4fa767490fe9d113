"""What the program knows about a lead already: read from what happened, to be confirmed or changed by who was there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.deals.models import Deal
from stegvis.ui.formats import date_short

# A stage or a file that is called like this, in one of our languages, is about the proposal.
PROPOSAL = re.compile(r"proposal|quote|offert|anbud|förslag|forslag|tilbud|propozycj|ofert", re.IGNORECASE)
STEADY = 2
RECORD, TIMELINE, GUESS = "record", "timeline", "guess"


@dataclass(frozen=True)
class Happening:
    """A call, meeting, note or file on a deal's timeline; `files` are the names of those that hang on it."""

    kind: str
    at: datetime
    contact: bool
    facts: dict
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """One thing that is known: the sentence, where it is from, the answer it amounts to, the tries it counts."""

    words: str
    origin: str
    choice: str = ""
    tries: tuple[Happening, ...] = ()


@dataclass
class Story:
    """What happened with one deal, as far as the interview asks."""

    deal: Deal
    happenings: Sequence[Happening] = ()
    stages: Sequence[tuple[str, datetime]] = ()
    owners: int = 0
    end_note: str = ""
    talks: list[Happening] = field(init=False)

    def __post_init__(self) -> None:
        self.talks = [one for one in self.happenings if one.kind in ("call", "meeting")]

    @property
    def tries(self) -> list[Happening]:
        """Calls and meetings until the buyer answered for the first time, that one included."""
        reached = next((place for place, one in enumerate(self.talks) if one.contact), len(self.talks) - 1)
        return self.talks[: reached + 1]

    @property
    def proposal_at(self) -> datetime | None:
        """When the proposal seems to have been made: a stage or a file is called so."""
        staged = [at for name, at in self.stages if PROPOSAL.search(name)]
        filed = [one.at for one in self.happenings if any(PROPOSAL.search(name) for name in one.files)]
        return min([*staged, *filed], default=None)


def known_of(story: Story) -> dict[int, Known]:
    """What is known about each question, by its number; questions about which nothing is known are left out."""
    found = {number: rule(story) for number, rule in RULES.items()}
    return {number: known for number, known in found.items() if known}


def _source(story: Story) -> Known | None:
    company = story.deal.company
    source = story.deal.source or (company.source if company else "")
    return Known(_("Its source is “%(source)s”.") % {"source": source}, RECORD) if source else None


def _assigned(story: Story) -> Known | None:
    if not story.deal.owner:
        return None
    named = {"member": story.deal.owner.name}
    if story.owners:
        return Known(_("It was handed over; now %(member)s looks after it.") % named, RECORD, "given")
    return Known(_("%(member)s has looked after it from the beginning.") % named, RECORD)


def _first(story: Story) -> Known | None:
    if not story.talks:
        return None
    one = story.talks[0]
    named = {"day": date_short(one.at), "minutes": one.facts.get("minutes") or 0}
    if one.kind == "meeting":
        return Known(_("A meeting on %(day)s.") % named, TIMELINE, "meeting")
    if one.facts.get("direction") == "in":
        return Known(_("They called on %(day)s.") % named, TIMELINE, "buyer")
    if not named["minutes"]:
        return Known(_("A call on %(day)s.") % named, TIMELINE, "call")
    said = ngettext(
        "A call on %(day)s, %(minutes)s minute.", "A call on %(day)s, %(minutes)s minutes.", named["minutes"]
    )
    return Known(said % named, TIMELINE, "call")


def _attempts(story: Story) -> Known | None:
    tries = story.tries
    if not tries:
        return None
    days = (tries[-1].at - tries[0].at).days
    named = {"number": len(tries), "days": days}
    said = ngettext("%(number)s attempt", "%(number)s attempts", len(tries)) % named
    if days:
        said = ngettext("%(said)s in %(days)s day", "%(said)s in %(days)s days", days) % {"said": said, "days": days}
    reached = _("the last one reached somebody") if tries[-1].contact else _("nobody was reached")
    words = _("%(attempts)s; %(reached)s.") % {"attempts": said, "reached": reached}
    return Known(words, TIMELINE, attempts_choice(len(tries)), tuple(tries))


def attempts_choice(number: int) -> str:
    """The answer to question 4 that `number` attempts amount to."""
    return "one" if number < 2 else "few" if number < 4 else "several" if number < 7 else "many"


def _schedule(story: Story) -> Known | None:
    """A guess: gaps that differ by no more than two days look like a plan."""
    gaps = [(after.at - before.at).days for before, after in zip(story.tries, story.tries[1:], strict=False)]
    if len(gaps) < 2:
        return None
    listed = ", ".join(str(gap) for gap in gaps)
    if max(gaps) - min(gaps) <= STEADY:
        return Known(_("Evenly spaced, days apart: %(gaps)s.") % {"gaps": listed}, GUESS, "yes")
    return Known(_("No pattern, days apart: %(gaps)s.") % {"gaps": listed}, GUESS, "no")


def _kept(story: Story) -> Known | None:
    written = sum(1 for one in story.happenings if one.kind in ("note", "call", "meeting"))
    if not written:
        return None
    said = ngettext("%(number)s entry on its timeline.", "%(number)s entries on its timeline.", written)
    return Known(said % {"number": written}, TIMELINE, "here")


def _further(story: Story) -> Known | None:
    after = story.talks[len(story.tries) :]
    if not after:
        return None
    days = (after[0].at - story.tries[-1].at).days
    kind = _("a meeting") if after[0].kind == "meeting" else _("a call")
    said = ngettext(
        "The next contact was %(kind)s, %(days)s day later; %(number)s in all.",
        "The next contact was %(kind)s, %(days)s days later; %(number)s in all.",
        days,
    )
    return Known(said % {"kind": kind, "days": days, "number": len(after)}, TIMELINE)


def _documents(story: Story) -> Known | None:
    names = [name for one in story.happenings for name in one.files]
    return Known(", ".join(names[:8]), TIMELINE) if names else None


def _when_sent(story: Story) -> Known | None:
    filed = [one for one in story.happenings if one.files]
    if not filed:
        return None
    days = dict.fromkeys(date_short(one.at) for one in filed[:8])
    first = story.tries[-1].at if story.tries else None
    choice = "" if first is None else "before" if filed[0].at < first else "after"
    return Known(_("On %(days)s.") % {"days": ", ".join(days)}, TIMELINE, choice)


def _presented(story: Story) -> Known | None:
    meetings = [one for one in story.talks if one.kind == "meeting"]
    if not meetings:
        return None
    said = ngettext(
        "%(number)s meeting, the first on %(day)s.", "%(number)s meetings, the first on %(day)s.", len(meetings)
    )
    return Known(said % {"number": len(meetings), "day": date_short(meetings[0].at)}, TIMELINE)


def _proposal(story: Story) -> Known | None:
    at = story.proposal_at
    return Known(_("It seems to have been made on %(day)s.") % {"day": date_short(at)}, GUESS) if at else None


def _lost(story: Story) -> Known | None:
    reason = story.deal.lost_reason
    if reason is None and not story.end_note:
        return None
    parts = [reason.name if reason else "", story.end_note]
    return Known(": ".join(part for part in parts if part), RECORD)


def _after(story: Story) -> Known | None:
    closed = story.deal.closed_at
    later = [one for one in story.talks if closed and one.at > closed]
    if not later or not closed:
        return None
    named = {"day": date_short(later[0].at)}
    if later[0].kind == "meeting":
        return Known(_("A meeting on %(day)s.") % named, TIMELINE, "visit")
    return Known(_("A call on %(day)s.") % named, TIMELINE, "call")


def typical_days(spans: Sequence[int]) -> int | None:
    """The median of `spans` in days, at least one; None without any."""
    return max(1, round(median(spans))) if spans else None


RULES = {
    1: _source,
    2: _assigned,
    3: _first,
    4: _attempts,
    5: _schedule,
    7: _kept,
    8: _further,
    9: _documents,
    10: _when_sent,
    11: _presented,
    13: _proposal,
    15: _lost,
    16: _after,
}
