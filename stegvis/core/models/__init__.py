"""The few tables that belong to no product noun."""

from stegvis.core.append_only import PurgePass, Tombstone
from stegvis.core.once import OnceToken
from stegvis.core.search import syncing  # noqa: F401  triggers of the index
from stegvis.core.search.rows import SearchMark, SearchRow

__all__ = ["OnceToken", "PurgePass", "SearchMark", "SearchRow", "Tombstone"]
