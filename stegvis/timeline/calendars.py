"""Tasks as a calendar other programs read (RFC 5545): a day as an all-day event, an hour as half an hour of one."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

MOST_OCTETS = 75
HALF_AN_HOUR = datetime.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Event:
    """One task: `at` is its moment where it has an hour, `day` its day."""

    uid: str
    title: str
    day: datetime.date
    at: datetime.datetime | None = None
    text: str = ""
    link: str = ""
    changed: datetime.datetime | None = None


def calendar(name: str, events: Iterable[Event], now: datetime.datetime) -> str:
    """The whole file; lines end as the standard says and are never longer than it allows."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stegvis//Tasks//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    head += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    body = [line for event in events for line in _event(event, now)]
    return "".join(folded(line) for line in [*head, *body, "END:VCALENDAR"])


def _event(event: Event, now: datetime.datetime) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_utc(event.changed or now)}"]
    if event.at:
        lines += [f"DTSTART:{_utc(event.at)}", f"DTEND:{_utc(event.at + HALF_AN_HOUR)}"]
    else:
        ends = event.day + datetime.timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{ends:%Y%m%d}", "TRANSP:TRANSPARENT"]
    lines.append(f"SUMMARY:{escaped(event.title)}")
    lines += [f"DESCRIPTION:{escaped(event.text)}"] if event.text else []
    lines += [f"URL:{event.link}"] if event.link else []
    return [*lines, "END:VEVENT"]


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line ends written so that they mean nothing; no control signs."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = "\\n".join(text.splitlines())
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, the further ones behind a blank; never cut within a letter."""
    pieces, piece, room = [], "", MOST_OCTETS
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", MOST_OCTETS - 1
        piece, room = piece + sign, room - size
    return "\r\n".join([*pieces, piece]) + "\r\n"
