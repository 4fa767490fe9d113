"""Acts on a draft: each makes another body of a body. Pure, without a database."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.processes.acts import lines, moving, phases, setting, stages
from stegvis.processes.acts.told import Told
from stegvis.processes.bodies import Body

__all__ = ["Act", "Told", "perform"]


@dataclass(frozen=True)
class Act:
    """What somebody does to a draft: a verb of `VERBS`, the key of what it concerns, what else it names, and values."""

    verb: str
    key: str = ""
    to: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


VERBS: dict[str, Callable[[Body, str, str, Mapping[str, Any]], Told]] = {
    "set": setting.set_field,
    "leave": setting.leave_remark,
    "add_stage": stages.add_stage,
    "move_stage": moving.move_stage,
    "turn_stage": moving.turn_stage,
    "align_stage": moving.align_stage,
    "split_stage": stages.split_stage,
    "merge_stage": stages.merge_stage,
    "remove_stage": stages.remove_stage,
    "add_line": lines.add_line,
    "move_line": lines.move_line,
    "send_line": lines.send_line,
    "remove_line": lines.remove_line,
    "add_phase": phases.add_phase,
    "move_phase": phases.move_phase,
    "remove_phase": phases.remove_phase,
}


def perform(body: Body, act: Act) -> tuple[Body, Told]:
    """The body after `act`, and what was done; `body` stays as it was. Refused where it cannot be done."""
    if act.verb not in VERBS:
        raise Refused(_("This cannot be done to a draft."))
    after = copy.deepcopy(body)
    return after, VERBS[act.verb](after, act.key, act.to, act.values)
