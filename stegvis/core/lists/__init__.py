"""Lists: columns, filters, sort, pages by key. See docs/development/lists.md."""

from stegvis.core.lists.columns import Column
from stegvis.core.lists.counting import Count, count_capped
from stegvis.core.lists.filters import Choices, Contains, Days, Filter, Numbers, Option, YesNo
from stegvis.core.lists.grouping import Grouping
from stegvis.core.lists.listing import Listing, ListPage

__all__ = [
    "Choices",
    "Column",
    "Contains",
    "Count",
    "Days",
    "Filter",
    "Grouping",
    "ListPage",
    "Listing",
    "Numbers",
    "Option",
    "YesNo",
    "count_capped",
]
