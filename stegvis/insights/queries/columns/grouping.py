"""Counting and adding up columns by the values of others, exactly."""

from collections.abc import Iterator, Sequence

import numpy as np

from stegvis.insights.queries.columns.numbers import Column

# Up to so many groups there is a place for each; of more only those that occur are found.
PLACES = 4_000_000
# Floating-point sums of whole numbers are exact below it.
EXACT = 2.0**53


def numbered_by(values: Column) -> tuple[Column, Column]:
    """The distinct values of a column of ids, in order, and of each row the place of its value among them."""
    if not len(values):
        return values, values
    low, high = int(values.min()), int(values.max())
    if high - low > PLACES:
        return np.unique(values, return_inverse=True)
    seen = np.zeros(high - low + 1, bool)
    seen[values - low] = True
    places = np.cumsum(seen, dtype=np.int32) - 1
    return np.flatnonzero(seen) + low, places[values - low]


def grouped(facts: Sequence[Column], worth: Column) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """For each combination of `facts` (small numbers from 0 on): the combination, how many rows, and their worth."""
    groups, which = combined(facts)
    counts = np.bincount(which, minlength=len(groups[0]))
    sums = added(which, worth, len(groups[0]))
    for place in np.flatnonzero(counts):
        yield tuple(int(one[place]) for one in groups), int(counts[place]), int(sums[place])


def combined(facts: Sequence[Column]) -> tuple[list[Column], Column]:
    """The combinations that `facts` may have, as a column for each fact, and of each row the place of its own."""
    if not len(facts[0]):
        return [np.empty(0, np.int64) for _one in facts], np.empty(0, np.int64)
    sizes = [int(one.max()) + 1 for one in facts]
    whole = np.zeros(len(facts[0]), np.int64)
    for one, size in zip(facts, sizes, strict=True):
        whole *= size
        whole += one
    keys = np.arange(int(np.prod(sizes, dtype=float))) if np.prod(sizes, dtype=float) <= PLACES else None
    if keys is None:
        keys, whole = np.unique(whole, return_inverse=True)
    return [np.asarray(one) for one in np.unravel_index(keys, sizes)], whole


def added(which: Column, worth: Column, size: int) -> Column:
    """The sum of `worth`, whole numbers, in each of `size` groups."""
    if float(np.abs(worth).sum(dtype=float)) < EXACT:
        return np.bincount(which, weights=worth, minlength=size).astype(np.int64)
    sums = np.zeros(size, np.int64)
    np.add.at(sums, which, worth)
    return sums
