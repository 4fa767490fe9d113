"""Imports and what they did."""

from stegvis.transfer.models.imports import Import, Kind, State
from stegvis.transfer.models.intake import WorkspaceIntake
from stegvis.transfer.models.saved import SavedMapping
from stegvis.transfer.models.traces import Act, ImportedRecord, RejectedRow
from stegvis.transfer.models.whole import WorkspaceExport

__all__ = [
    "Act",
    "Import",
    "ImportedRecord",
    "Kind",
    "RejectedRow",
    "SavedMapping",
    "State",
    "WorkspaceExport",
    "WorkspaceIntake",
]
