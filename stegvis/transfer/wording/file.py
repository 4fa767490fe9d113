"""How a file was read, in words: letters, separators, orders of dates, and what is odd about it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.transfer.reading import Understanding
from stegvis.transfer.reading.understanding import Note

LETTERS = (
    ("utf-8", gettext_lazy("UTF-8, all languages")),
    ("cp1252", gettext_lazy("Windows-1252, western")),
    ("cp1250", gettext_lazy("Windows-1250, Polish and other central")),
    ("iso8859-2", gettext_lazy("ISO-8859-2, Polish and other central")),
    ("iso8859-1", gettext_lazy("ISO-8859-1, western")),
    ("iso8859-15", gettext_lazy("ISO-8859-15, western with €")),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
)
SEPARATORS = (
    (";", gettext_lazy("Semicolon ;")),
    (",", gettext_lazy("Comma ,")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Bar |")),
)
MARKS = ((",", gettext_lazy("Comma, 1 240,50")), (".", gettext_lazy("Point, 1,240.50")))
ORDERS = (
    ("ymd", gettext_lazy("Year-Month-Day")),
    ("dmy", gettext_lazy("Day.Month.Year")),
    ("mdy", gettext_lazy("Month/Day/Year")),
)
_NOTES = {
    "lines_above_header": gettext_lazy("The header was found below other lines."),
    "header_looks_like_values": gettext_lazy(
        "The header looks like values. If the file has none, add a first row with names and choose it again."
    ),
    "repeated_headers": gettext_lazy("Some headers stand twice; the later ones were numbered: %(headers)s."),
    "encoding_unsure": gettext_lazy("The letters could not be told for sure. Look whether names are written right."),
    "formula_guards": gettext_lazy("Apostrophes that guard against formulas were taken away."),
    "mixed_dates": gettext_lazy("The dates in “%(column)s” are written in different orders. Say which one counts."),
    "date_order_from": gettext_lazy("The dates in “%(column)s” were read as those in “%(other)s”."),
    "decimal_mark_assumed": gettext_lazy("The figures in “%(column)s” could be read in two ways. Check the decimals."),
}


def note_words(note: Note) -> str:
    """A remark about the file in the reader's language; "" for those the page shows in another way."""
    if note.code == "broken_characters":
        count = note.details["count"]
        text = ngettext(
            "%(count)s sign is broken in the file itself: what was there is lost.",
            "%(count)s signs are broken in the file itself: what was there is lost.",
            count,
        )
        return text % {"count": count}
    if note.code == "ragged_rows":
        return _ragged(note)
    sentence = _NOTES.get(note.code)
    told = {**note.details, "headers": ", ".join(map(shortened, note.details.get("headers", ())))}
    told |= {name: shortened(str(told[name])) for name in ("column", "other") if name in told}
    return str(sentence) % told if sentence else ""


def _ragged(note: Note) -> str:
    text = ngettext(
        "%(count)s row has more or fewer cells than the header, such as row %(row)s.",
        "%(count)s rows have more or fewer cells than the header, such as row %(row)s.",
        note.details["count"],
    )
    return text % {"count": note.details["count"], "row": note.details["rows"][0]}


def notes_of(seen: Understanding) -> list[str]:
    """What is odd about a file, at most eight remarks."""
    return [words for words in dict.fromkeys(map(note_words, seen.notes)) if words][:8]


def shortened(text: str, most: int = 80) -> str:
    """A text of the file as it fits on a page."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def letters_of(seen: Understanding) -> str:
    """The option of LETTERS that an encoding is, or the encoding's own name."""
    name = (seen.encoding or "utf-8").lower().replace("_", "-")
    same = {"utf-8-sig": "utf-8", "ascii": "utf-8", "iso-8859-1": "iso8859-1", "latin-1": "iso8859-1"}
    return same.get(name, name.replace("iso-8859", "iso8859"))


def size_words(size: int) -> str:
    """A size of a file: kilobytes or megabytes."""
    from stegvis.ui.formats import number

    if size < 1_000_000:
        return _("%(size)s kB") % {"size": number(max(1, round(size / 1000)))}
    return _("%(size)s MB") % {"size": number(round(size / 1_000_000, 1), 1)}
