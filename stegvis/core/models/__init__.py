"""The few tables that belong to no product noun."""

from stegvis.core.append_only import PurgePass, Tombstone

__all__ = ["PurgePass", "Tombstone"]
