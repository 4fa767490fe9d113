"""What the page of versions shows."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from stegvis.processes.models import Process, ProcessVersion, Stage
from stegvis.processes.stage_reading import whole_stages
from stegvis.workspaces.models import Member, Undo

MOST_SHOWN = 100
# The verb under which a publication is kept, and how long it can be taken back.
PUBLISHED = "publish-process"
TAKEN_BACK_WITHIN = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Pair:
    """A stage in the older and in the newer version; None where it was not there. `differs` names what changed."""

    before: Stage | None
    after: Stage | None

    @property
    def news(self) -> str:
        """new, gone, changed, or nothing."""
        if self.before is None or self.after is None:
            return "new" if self.after else "gone"
        return "changed" if _facts(self.before) != _facts(self.after) else ""


@dataclass
class VersionsPage:
    """All versions, and the two that are compared: the newest and the one before, unless others were chosen."""

    member: Member
    versions: list[ProcessVersion]
    before: ProcessVersion | None
    after: ProcessVersion | None

    @cached_property
    def undo(self) -> Undo | None:
        """What takes back the version in force, while the reader who published it still may."""
        since = timezone.now() - TAKEN_BACK_WITHIN
        mine = Undo.objects.filter(workspace=self.member.workspace_id, by=self.member, verb=PUBLISHED, undone_at=None)
        newest = mine.filter(at__gte=since).order_by("-at").first()
        return newest if newest and newest.before["version"] == self.versions[0].pk else None

    @cached_property
    def pairs(self) -> list[Pair]:
        """Stage by stage, in the order of the newer version, then what is gone."""
        if not self.before or not self.after:
            return []
        stages = whole_stages(self.member.workspace_id, [self.before.pk, self.after.pk])
        old = {one.lineage: one for one in stages if one.version_id == self.before.pk}
        new = [one for one in stages if one.version_id == self.after.pk]
        kept = {one.lineage for one in new}
        gone = [Pair(one, None) for lineage, one in old.items() if lineage not in kept]
        return [*(Pair(old.get(one.lineage), one) for one in new), *gone]


def _facts(stage: Stage) -> tuple:
    lines = [[one.text for one in stage.exit_criteria.all()], [one.title for one in stage.task_templates.all()]]
    return stage.name, stage.kind, stage.definition, stage.expected_days, stage.probability, lines


def read_versions(member: Member, process: Process, before: str, after: str) -> VersionsPage:
    """The versions of `process`; `before` and `after` are the numbers of those to compare."""
    found = ProcessVersion.objects.filter(workspace=member.workspace_id, process=process)
    versions = list(found.select_related("published_by").order_by("-number")[:MOST_SHOWN])
    numbers = {str(one.number): one for one in versions}
    newer = numbers.get(after) or versions[0]
    older = numbers.get(before) or next((one for one in versions if one.number < newer.number), None)
    return VersionsPage(member, versions, older, newer)
