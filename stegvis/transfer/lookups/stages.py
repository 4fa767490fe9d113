"""Their stages among ours, in the processes the rows speak of."""

from stegvis.core.folding import squeeze
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.transfer.cells import RowRefused
from stegvis.transfer.run import Run
from stegvis.transfer.suggesting import guess_stage_kind

_KINDS = set(StageKind.values)


class Stages:
    """The stages of the current version of each process, by name."""

    def __init__(self, run: Run, default: Process | None):
        self.run, self.default = run, default
        self.processes = {squeeze(one.name): one for one in _processes(run)}
        self.by_version: dict[int, list[Stage]] = {}
        self.found: dict[tuple[int, str], Stage] = {}

    def process(self, name: str | None) -> Process:
        """The process of a row; without a name the import's. Raises RowRefused for a name nobody has."""
        found = self.processes.get(squeeze(name)) if name else self.default
        if found is None or found.current_id is None:
            raise RowRefused("unknown_process", value=name or "")
        return found

    def find(self, process: Process, name: str) -> Stage:
        """The stage that the mapping names for theirs; raises RowRefused where there is none."""
        key = process.id, name
        found = self.found.get(key)
        if found is None:
            told = self.run.mapping.stages.get(name, name)
            found = self.of(process).get(squeeze(told)) if told else None
            if found is None:
                raise RowRefused("unknown_stage", value=name)
            self.found[key] = found
        return found

    def first(self, process: Process, kind: str) -> Stage:
        """The first stage of a kind; raises RowRefused where the process has none."""
        found = self.of_kind(process, kind)
        if found is None:
            raise RowRefused("no_stage_of_kind", value=kind)
        return found

    def of_kind(self, process: Process, kind: str) -> Stage | None:
        """The first stage of a kind, if the process has one."""
        return next((stage for stage in self.of_version(process.current_id or 0) if stage.kind == kind), None)

    def of(self, process: Process) -> dict[str, Stage]:
        """The stages of the process' current version by squeezed name, in their order; of equal names the first."""
        found: dict[str, Stage] = {}
        for stage in self.of_version(process.current_id or 0):
            found.setdefault(squeeze(stage.name), stage)
        return found

    def of_version(self, version: int) -> list[Stage]:
        """The stages of a version, each with it."""
        if version not in self.by_version:
            stages = Stage.objects.filter(workspace=self.run.workspace, version=version)
            self.by_version[version] = list(stages.select_related("version"))
        return self.by_version[version]


def status_kind(text: str) -> str:
    """The kind of stage that a status speaks of; open where its words say nothing else."""
    word = text.strip().lower().replace(" ", "_")
    return word if word in _KINDS else guess_stage_kind(text)


def _processes(run: Run) -> list[Process]:
    processes = Process.objects.filter(workspace=run.workspace, archived_at=None).exclude(current=None)
    return list(processes.order_by("-position", "-id").select_related("current"))
