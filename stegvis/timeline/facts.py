"""What an entry knows besides its text, by kind; and how it is made fit to keep."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from stegvis.core.errors import Refused
from stegvis.timeline.models import EntryKind, TimelineEntry

MOST_TEXT = 50_000
MOST_FACTS = 10_000
MOST_MINUTES = 24 * 60
MOST_PLACE = 200


class Direction(TextChoices):
    """Who called."""

    OUT = "out", lazy("We called")
    IN = "in", lazy("They called")


class Outcome(TextChoices):
    """How a call went."""

    REACHED = "reached", lazy("Reached")
    VOICE_MAIL = "voice_mail", lazy("Voice mail")
    NO_ANSWER = "no_answer", lazy("No answer")


def is_contact(entry: TimelineEntry) -> bool:
    """Whether the buyer took part: a meeting, a call that reached somebody, its own word; nothing that was removed."""
    if entry.withdrawn:
        return False
    return entry.kind in (EntryKind.MEETING, EntryKind.BUYER) or (
        entry.kind == EntryKind.CALL and entry.facts.get("outcome") == Outcome.REACHED
    )


def clean_text(text: str) -> str:
    """A text that can be kept; Refused for one that is too long."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_TEXT:
        raise Refused(_("A text has at most %(number)s letters.") % {"number": MOST_TEXT})
    return text


def clean_facts(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an entry of `kind`, without the empty ones; Refused for what cannot be."""
    kept = {name: value for name, value in facts.items() if value not in (None, "", [], {})}
    if kind == EntryKind.CALL:
        kept["direction"] = _one_of(Direction, kept.get("direction", Direction.OUT))
        kept["outcome"] = _one_of(Outcome, kept.get("outcome", Outcome.REACHED))
    if "minutes" in kept and not (isinstance(kept["minutes"], int) and 0 <= kept["minutes"] <= MOST_MINUTES):
        raise Refused(_("Between 0 and %(number)s minutes.") % {"number": MOST_MINUTES})
    if "place" in kept:
        kept["place"] = " ".join(str(kept["place"]).replace("\x00", "").split())[:MOST_PLACE]
    if len(json.dumps(kept)) > MOST_FACTS:
        raise Refused(_("That is too much for one entry."))
    return kept


def _one_of(choices: type[TextChoices], value: str) -> str:
    if value not in choices.values:
        raise Refused(_("“%(value)s” is not one of the choices.") % {"value": str(value)[:50]})
    return str(value)
