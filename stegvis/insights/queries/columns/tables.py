"""What is known of ids, looked up for whole columns of them."""

from collections.abc import Mapping

import numpy as np

from stegvis.insights.queries.columns.numbers import Column


class Table:
    """A number for each of some ids, and `other` for those that it does not know."""

    def __init__(self, numbers: Mapping[int, int], other: int = -1) -> None:
        self.top = max(numbers, default=-1) + 1
        self.numbers = np.full(self.top + 1, other, np.int32)
        self.numbers[list(numbers)] = list(numbers.values())

    def of(self, ids: Column) -> Column:
        """The number of each of these ids."""
        return self.numbers[np.minimum(ids, self.top)]
