"""What pages say, so that two of them can be compared."""

OF_THE_MOMENT = ("csrf", 'name="seen-at"')
"""Marks of lines that differ from one answer to the next though the page is the same: its token and its time."""


def lines_of(answer) -> list[str]:
    """The lines of an answer's page, without those that no two answers share."""
    lines = answer.content.decode().splitlines()
    return [line for line in lines if not any(mark in line for mark in OF_THE_MOMENT)]
