"""Evidence as our own exports write it beside a deal: read, and found or made as criteria of the deal's process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from stegvis.core.folding import fold
from stegvis.deals.operations.recording import Proof
from stegvis.processes.models import ExitCriterion, Stage
from stegvis.transfer.cells import RowRefused
from stegvis.transfer.lookups.members import Members
from stegvis.transfer.reading import BadValue, parse_moment
from stegvis.transfer.run import Run

LONGEST_TEXT, LONGEST_LINK, LONGEST_NOTE = 500, 1000, 100_000


@dataclass(frozen=True, slots=True)
class ToldProof:
    """One tick of a row: for which criterion of which stage, what was said, who ticked and when."""

    stage: str
    criterion: str
    hard: bool
    note: str
    link: str
    by: str
    automation: str
    at: datetime


def read_proofs(told: Sequence[Any]) -> list[ToldProof]:
    """The ticks of a cell. Raises RowRefused for what our exports do not write."""
    return [_proof(one) for one in told]


def _proof(one: Any) -> ToldProof:
    if not isinstance(one, Mapping) or not _text(one, "criterion"):
        raise RowRefused("not_json", "evidence_given", str(one)[:200])
    link = _text(one, "link")[:LONGEST_LINK]
    if link and not link.lower().startswith(("http://", "https://")):
        raise RowRefused("not_json", "evidence_given", link)
    try:
        at = parse_moment(_text(one, "at"), None, UTC).astimezone(UTC)
    except BadValue as error:
        raise RowRefused(error.code, "evidence_given", _text(one, "at")) from error
    criterion, note = _text(one, "criterion")[:LONGEST_TEXT], _text(one, "note")[:LONGEST_NOTE]
    by, automation = _text(one, "by")[:254], _text(one, "automation")[:100]
    return ToldProof(_text(one, "stage"), criterion, one.get("hard") is True, note, link, by, automation, at)


def _text(one: Mapping[str, Any], name: str) -> str:
    return str(one.get(name) or "").replace("\x00", "").strip()


class Proofs:
    """Makes the evidence of deals out of what rows tell; a criterion that the process lacks is added to its stage."""

    def __init__(self, run: Run, members: Members) -> None:
        self.run, self.members = run, members
        self.criteria: dict[int, dict[tuple[str, str], ExitCriterion]] = {}

    def of(self, told: Sequence[ToldProof], stage: Stage) -> list[Proof]:
        """The evidence of a deal that is in `stage`; one for each criterion."""
        found: dict[str, Proof] = {}
        for one in told:
            criterion = self._criterion(one, stage)
            by = self.members.id_of(one.by)
            robot = "" if by else one.automation or self.run.actor.name
            found.setdefault(
                criterion.lineage, Proof(criterion.pk, criterion.lineage, one.note, one.link, by, robot, one.at)
            )
        return list(found.values())

    def _criterion(self, told: ToldProof, stage: Stage) -> ExitCriterion:
        known = self._known(stage.version_id)
        here, anywhere = (fold(told.stage), fold(told.criterion)), ("", fold(told.criterion))
        if here not in known and anywhere not in known:
            made = self._make(told, stage)
            known[here] = known[anywhere] = made
        return known.get(here) or known[anywhere]

    def _known(self, version: int) -> dict[tuple[str, str], ExitCriterion]:
        if version not in self.criteria:
            criteria = ExitCriterion.objects.filter(workspace=self.run.workspace, stage__version=version)
            found = self.criteria.setdefault(version, {})
            for one in criteria.select_related("stage").order_by("stage__position", "position", "id"):
                found.setdefault((fold(one.stage.name), fold(one.text)), one)
                found.setdefault(("", fold(one.text)), one)
        return self.criteria[version]

    def _make(self, told: ToldProof, stage: Stage) -> ExitCriterion:
        stages = Stage.objects.filter(workspace=self.run.workspace, version=stage.version_id).order_by("position")
        home = next((one for one in stages if fold(one.name) == fold(told.stage)), stage)
        place = ExitCriterion.objects.filter(workspace=self.run.workspace, stage=home).count()
        criterion = ExitCriterion.objects.create(
            workspace=self.run.workspace, stage=home, text=told.criterion, hard=told.hard, position=place
        )
        self.run.note_made("exitcriterion", criterion.pk)
        return criterion
