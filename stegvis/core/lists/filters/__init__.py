"""Filters of lists: what an address may narrow a list by, and the form in which it is chosen."""

from stegvis.core.lists.filters.base import Filter, InUse
from stegvis.core.lists.filters.choices import Choices, Option, YesNo
from stegvis.core.lists.filters.ranges import Days, Numbers
from stegvis.core.lists.filters.texts import Contains

__all__ = ["Choices", "Contains", "Days", "Filter", "InUse", "Numbers", "Option", "YesNo"]
