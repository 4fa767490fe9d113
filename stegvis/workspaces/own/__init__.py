"""Fields that a workspace added itself: what values they take, who may see them, how they are read, shown and found."""

from stegvis.workspaces.own.definitions import Definitions, definitions, own_name
from stegvis.workspaces.own.values import checked, index_rows, told

__all__ = ["Definitions", "checked", "definitions", "index_rows", "own_name", "told"]
