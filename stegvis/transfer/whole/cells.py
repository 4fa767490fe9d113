"""Values as text in a cell and back, without loss, and harmless in a spreadsheet.

An empty cell is nothing where nothing is possible, else an empty text. An apostrophe in front is taken off again: it
stands before what a spreadsheet would run, before an apostrophe, and alone for an empty text where nothing is possible.
"""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models

GUARDED = ("'", "=", "+", "-", "@", "\t", "\r")


def to_cell(field: models.Field, value: Any) -> str:
    """The text of `value`."""
    if value is None:
        return ""
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(GUARDED) or (field.null and not value) else value
    return plain(value)


def plain(value: Any) -> Any:
    """A value as JSON has it, and as text where JSON has no kind for it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def from_cell(field: models.Field, text: str) -> Any:
    """The value of a cell; ValueError, ArithmeticError or ValidationError for what the column cannot hold."""
    if not text and (field.null or not is_text(field)):
        if field.null:
            return None
        raise ValueError("empty")
    if isinstance(field, models.JSONField):
        return json.loads(text)
    if is_text(field):
        return checked_text(field, text[1:] if text.startswith("'") else text)
    return from_plain(field, text)


def from_plain(field: models.Field, text: str) -> Any:
    """The value of a text that is no text of its column's own."""
    if isinstance(field, models.BooleanField):
        return {"yes": True, "no": False}[text]
    if isinstance(field, (models.ForeignKey, models.IntegerField)):
        number = int(text)
        if abs(number) > 2**62:
            raise ValueError("too large")
        return number
    if isinstance(field, models.DecimalField):
        return field.clean(Decimal(text), None)
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(text).astimezone(UTC)
    if isinstance(field, models.DateField):
        return date.fromisoformat(text)
    raise ValueError(f"no way to read {type(field).__name__}")


def is_text(field: models.Field) -> bool:
    """Whether the column holds texts."""
    return isinstance(field, (models.CharField, models.TextField, models.FileField, models.GenericIPAddressField))


def checked_text(field: models.Field, text: str) -> str:
    """A text that the column can hold."""
    if "\x00" in text or (field.max_length and len(text) > field.max_length):
        raise ValueError("too long, or not a text")
    return text
