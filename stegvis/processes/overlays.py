"""What is laid over a drawing: today's figures of each stage, or how far one deal has come.

Apps above know about deals; they register how figures are read, and hand over a deal's progress themselves.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.processes.drawings import Drawing, DrawnStage
from stegvis.processes.models import ExitCriterion, Process, TaskTemplate
from stegvis.ui.formats import clock, days, number, percent
from stegvis.workspaces.models import Member


@dataclass(frozen=True)
class StageFigures:
    """A stage today: how many deals, their value in words, median days there, share that goes on in percent.

    Days and share are None where too few deals have left the stage to say. `stale` deals are counted up to a limit;
    `more` says that there may be more. `at` is when days, share and stale deals were looked at, if not just now.
    """

    deals: int
    value: str = ""
    days: int | None = None
    goes_on: int | None = None
    stale: int = 0
    more: bool = False
    name: str = ""
    at: datetime | None = None

    @property
    def stale_words(self) -> str:
        """How many are stale, as a figure."""
        return f"{number(self.stale)}{'+' if self.more else ''}"


Read = Callable[[Member, Process, Collection[str]], Mapping[str, StageFigures]]
NONE = StageFigures(0)
READERS: list[Read] = []


@dataclass(frozen=True)
class Progress:
    """One deal on its way: keys of the stages it is in, was in and passed over; criteria shown, tasks done."""

    here: str
    been: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    done: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Overlay:
    """Figures by key of the stage, or a deal's progress, or neither."""

    figures: Mapping[str, StageFigures] | None = None
    progress: Progress | None = None
    # Stages that are not in the drawing, and hold deals all the same: gone from the process, or not there yet.
    elsewhere: tuple[StageFigures, ...] = ()

    @property
    def said_at(self) -> str:
        """When what is not of this moment was looked at, in words; "" where all is."""
        at = next((one.at for one in (self.figures or {}).values() if one.at), None)
        return _("Days, shares and stale deals as of %(time)s") % {"time": clock(at)} if at else ""

    def of(self, drawn: DrawnStage) -> StageFigures | None:
        """The figures of a stage; None where the definition alone is shown."""
        return None if self.figures is None else self.figures.get(drawn.key, NONE)

    def figures_of(self, drawn: DrawnStage) -> tuple[str, ...]:
        """The same in three short lines, of which the last two may be empty."""
        found = self.of(drawn)
        if found is None:
            return ()
        count = ngettext("%(count)s deal", "%(count)s deals", found.deals) % {"count": number(found.deals)}
        known = [days(found.days)] if found.days is not None else []
        known += [_("%(share)s go on") % {"share": percent(found.goes_on)}] if found.goes_on is not None else []
        stale = _("%(count)s stale") % {"count": found.stale_words} if found.stale else ""
        return " · ".join(filter(None, (count, found.value))), " · ".join(known), stale

    def room(self, drawn: DrawnStage) -> tuple[str, ...]:
        """Lines as high as figures are, whatever they say: so a layout stays the same from day to day."""
        return () if self.figures is None else ("", "", "")

    def is_here(self, drawn: DrawnStage) -> bool:
        """Whether the deal is in this stage."""
        return bool(self.progress) and self.progress.here == drawn.key

    def been_in(self, drawn: DrawnStage) -> bool:
        """Whether the deal is or was there."""
        return bool(self.progress) and (self.is_here(drawn) or drawn.key in self.progress.been)

    def is_met(self, criterion: ExitCriterion) -> bool:
        """Whether the buyer has shown it."""
        return bool(self.progress) and criterion.lineage in self.progress.met

    def is_done(self, drawn: DrawnStage, task: TaskTemplate) -> bool:
        """Whether it was done on this deal."""
        return bool(self.progress) and (drawn.key, task.title) in self.progress.done


PLAIN = Overlay()


def register(read: Read) -> None:
    """Let `read(member, process, keys)` say the figures of the stages with these keys, and of others with deals."""
    READERS.append(read)


def today(member: Member, process: Process, drawing: Drawing) -> Overlay:
    """Today's figures over `drawing`, of the deals that `member` may see."""
    keys = [one.key for one in (*drawing.stages, *drawing.others)]
    found: dict[str, StageFigures] = {}
    for read in READERS:
        found.update(read(member, process, keys))
    elsewhere = tuple(one for key, one in found.items() if key not in keys and one.deals)
    return Overlay(figures=found, elsewhere=elsewhere)
