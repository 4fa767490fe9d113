"""Cells that a careful export made harmless, made whole again.

A cell that begins like a formula is written with a zero-width joiner (Twenty) or an apostrophe in front, so that a
spreadsheet shows it instead of running it. The guard is no part of the value.
"""

from .tables import Cell

_GUARDS = ("\u200d", "'")
_FORMULA = ("=", "+", "-", "@")


def unguarded(cell: Cell) -> Cell:
    """`cell` without the guard in front of a formula; every other cell as it is."""
    if isinstance(cell, str) and cell.startswith(_GUARDS) and cell[1:].startswith(_FORMULA):
        return cell[1:]
    return cell
