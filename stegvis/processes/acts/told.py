"""What an act did, and how that is said."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "set": _("change “%(name)s”"),
    "leave": _("leave a remark"),
    "add_stage": _("add “%(name)s”"),
    "move_stage": _("move “%(name)s”"),
    "turn_stage": _("change what “%(name)s” is"),
    "align_stage": _("line “%(name)s” up with the buyer"),
    "split_stage": _("split “%(name)s”"),
    "merge_stage": _("merge “%(name)s”"),
    "remove_stage": _("remove “%(name)s”"),
    "add_line": _("add to “%(name)s”"),
    "move_line": _("reorder “%(name)s”"),
    "send_line": _("move out of “%(name)s”"),
    "remove_line": _("remove from “%(name)s”"),
    "restore": _("restore version %(name)s"),
    "add_phase": _("add a phase of the buyer"),
    "move_phase": _("move “%(name)s”"),
    "remove_phase": _("remove “%(name)s”"),
}


@dataclass(frozen=True)
class Told:
    """An act that was done: its verb, the name of what it concerned, the key of the stage to look at, what it made."""

    verb: str
    name: str
    place: str = ""
    made: str = ""

    @property
    def kept(self) -> str:
        """As a step of a draft keeps it: for readers of any language."""
        return f"{self.verb}|{self.name[:200]}"


def say(kept: str) -> str:
    """A kept act in the reader's language: "split “Offer”"."""
    verb, _bar, name = kept.partition("|")
    return gettext(str(SENTENCES.get(verb, "%(name)s"))) % {"name": name}
