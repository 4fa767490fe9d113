"""Event logs: files of one row per event, with a case, a step and a time. Any separator, any usual name of a column."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from operator import itemgetter

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.discovery.histories import Stay

MOST_BYTES = 100 * 1024 * 1024
MOST_EVENTS = 200_000
CASE = ("case:concept:name", "case id", "case_id", "caseid", "case", "deal", "deal id", "opportunity_id", "id")
STEP = ("concept:name", "activity", "step", "stage", "deal_stage", "event", "task")
TIME = ("time:timestamp", "timestamp", "time", "date", "at", "start", "end")
DAY = 86_400


def cases_of_log(content: bytes) -> tuple[list[list[Stay]], bool]:
    """The cases in a log, their events by time, and whether it has more than MOST_EVENTS, which are left out.

    Raises Refused where a column is missing or nothing can be read.
    """
    rows = _rows(content)
    names = [name.strip().lower() for name in next(rows, [])]
    places = [_place(names, known) for known in (CASE, STEP, TIME)]
    found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in islice(rows, MOST_EVENTS):
        if event := _event(row, places):
            case, step, at = event
            found[case].append((at, step))
    if not found:
        raise Refused(_("No event of this file has a time that can be read, such as 2026-11-30T09:15."))
    # Of the same moment, events stay in the order of the file.
    cases = [_stays(sorted(events, key=itemgetter(0))) for events in found.values()]
    return cases, any(rows)


def _rows(content: bytes) -> Iterator[list[str]]:
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than %(number)s MB.") % {"number": MOST_BYTES // 1024 // 1024})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\x00", ""), newline=None), delimiter=separator)
    except csv.Error as error:
        raise Refused(_("The file cannot be read.")) from error


def _place(names: list[str], known: tuple[str, ...]) -> int:
    for name in known:
        if name in names:
            return names.index(name)
    sentence = _("The file needs a column for the case, one for the step and one for the time; “%(name)s” is missing.")
    raise Refused(sentence % {"name": known[1]})


def _event(row: list[str], places: list[int]) -> tuple[str, str, datetime] | None:
    if len(row) <= max(places):
        return None
    case, step, time = (row[place].strip() for place in places)
    try:
        at = datetime.fromisoformat(time)
        at = at.replace(tzinfo=None) - (at.utcoffset() or at - at)
    except (ValueError, OverflowError):
        return None
    return (case, step[:200], at) if case and step else None


def _stays(events: list[tuple[datetime, str]]) -> list[Stay]:
    """Each step until the next; the last one has no end. What happens twice in a row is one stay."""
    merged = [event for place, event in enumerate(events) if not place or events[place - 1][1] != event[1]]
    ends = [at for at, _step in merged[1:]]
    days = [(end - at).total_seconds() / DAY for (at, _step), end in zip(merged, ends, strict=False)]
    return [Stay(step, "", lasted) for (_at, step), lasted in zip(merged, [*days, None], strict=True)]
