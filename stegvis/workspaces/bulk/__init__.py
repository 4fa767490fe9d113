"""What can be changed on many records of a list at once. See docs/development/lists.md."""

from stegvis.workspaces.bulk.base import BulkFact, Outcome, Stopped
from stegvis.workspaces.bulk.columns import Columns
from stegvis.workspaces.bulk.lists import (
    BulkBar,
    BulkList,
    bar_for,
    bulk_list,
    facts_for,
    offer,
    offer_merging,
    register,
)
from stegvis.workspaces.bulk.tagging import AddTags, RemoveTags

__all__ = [
    "AddTags",
    "BulkBar",
    "BulkFact",
    "BulkList",
    "Columns",
    "Outcome",
    "RemoveTags",
    "Stopped",
    "bar_for",
    "bulk_list",
    "facts_for",
    "offer",
    "offer_merging",
    "register",
]
