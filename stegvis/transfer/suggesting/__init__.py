"""Suggestions for an import: columns to fields, their stages and names to ours."""

from .fields import ENTERED, FIELDS, KINDS, Field, field_of
from .mapping import Suggestion, suggest_mapping
from .stages import guess_stage_kind, stage_depth, suggest_stage_mapping
from .values import suggest_value_mapping

__all__ = [
    "ENTERED",
    "FIELDS",
    "KINDS",
    "Field",
    "Suggestion",
    "field_of",
    "guess_stage_kind",
    "stage_depth",
    "suggest_mapping",
    "suggest_stage_mapping",
    "suggest_value_mapping",
]
