"""A deal in one line: "Company, title, value"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from stegvis.deals.amounts import Amount, read_amount

SEPARATORS = re.compile(r"[,;\t]")
# An amount that follows the title without a comma has to say that it is one, by a currency or a power.
AT_THE_END = re.compile(r"\s(?=[^\s\d]{0,3}\s?\d)")
LONGEST = 1000


@dataclass(frozen=True)
class Line:
    """What a line says; `currency` is empty where none was written."""

    company: str
    title: str
    amount: Decimal | None
    currency: str


def read_line(text: str, home: str) -> Line:
    """What `text` says; one part alone is the title. `home` is the workspace's currency."""
    words = " ".join(text[:LONGEST].replace("\x00", " ").split(" "))
    rest, amount = _take_amount(words, home)
    parts = [" ".join(part.strip(" ,;").split()) for part in rest.split("," if "," in rest else ";", 1)]
    company, title = parts if len(parts) == 2 else ("", parts[0])
    if not title:
        company, title = "", company
    return Line(company, title, amount.value if amount else None, amount.currency if amount else "")


def _take_amount(text: str, home: str) -> tuple[str, Amount | None]:
    """The line without its amount, and the amount: behind a comma, or at the end when it is marked as money."""
    for place in [match.start() for match in SEPARATORS.finditer(text)]:
        amount = read_amount(text[place + 1 :], home)
        if amount:
            return text[:place], amount
    for place in [match.start() for match in AT_THE_END.finditer(text)]:
        amount = read_amount(text[place + 1 :], home)
        if amount and amount.marked:
            return text[:place], amount
    return text, None
