"""Processes and what they are made of."""

from stegvis.processes.models.draft import DraftStep, ProcessDraft
from stegvis.processes.models.layout import FlowLayout
from stegvis.processes.models.process import BuyerPhase, Process, ProcessVersion, new_lineage
from stegvis.processes.models.stage import Branch, ExitCriterion, Stage, StageKind, StageMapping, TaskTemplate

__all__ = [
    "Branch",
    "BuyerPhase",
    "DraftStep",
    "ExitCriterion",
    "FlowLayout",
    "Process",
    "ProcessDraft",
    "ProcessVersion",
    "Stage",
    "StageKind",
    "StageMapping",
    "TaskTemplate",
    "new_lineage",
]
