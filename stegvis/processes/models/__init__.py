"""Processes and what they are made of."""

from stegvis.processes.models.process import BuyerPhase, Process, ProcessVersion, new_lineage
from stegvis.processes.models.stage import ExitCriterion, Stage, StageKind, StageMapping, TaskTemplate

__all__ = [
    "BuyerPhase",
    "ExitCriterion",
    "Process",
    "ProcessVersion",
    "Stage",
    "StageKind",
    "StageMapping",
    "TaskTemplate",
    "new_lineage",
]
