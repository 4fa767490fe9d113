"""Tags, lost reasons and teams: things that are little more than their name."""

from collections.abc import Iterable, Mapping

from stegvis.core.folding import fold
from stegvis.deals.models import Competitor, LostReason
from stegvis.deals.operations.competitors import LONGEST, key_of
from stegvis.transfer.run import Run
from stegvis.workspaces.models import Tag, Team


class Words:
    """Finds rows of `model` by name, whatever its case and accents, and makes those that are missing."""

    def __init__(self, run: Run, model: type, told: Mapping[str, str | None] | None = None):
        self.run, self.model, self.told = run, model, told or {}
        rows = model.objects.filter(workspace=run.workspace).order_by("id")  # type: ignore[attr-defined]
        self.known = {fold(name): pk for name, pk in rows.values_list("name", "pk")}

    def id_of(self, text: str | None) -> int | None:
        """The row that `text` names; None for no text and for what the mapping leaves out."""
        told = self.told.get(text, text) if text else None
        if not told:
            return None
        key = fold(told)
        if key not in self.known:
            self.known[key] = self._make(told)
        return self.known[key]

    def ids_of(self, texts: Iterable[str]) -> list[int]:
        """The rows of several names, each once."""
        found = (self.id_of(text) for text in texts)
        return list(dict.fromkeys(pk for pk in found if pk))

    def _make(self, text: str) -> int:
        limit = self.model._meta.get_field("name").max_length  # type: ignore[attr-defined]
        extra = {"position": len(self.known)} if self.model is LostReason else {}
        row = self.model.objects.create(workspace=self.run.workspace, name=text[:limit], **extra)  # type: ignore
        written_at = getattr(row, "updated_at", None)
        self.run.note_made(self.model._meta.model_name, row.pk, written_at)  # type: ignore[attr-defined]
        return row.pk


class Competitors(Words):
    """Finds competitors, which have a key of their own: a name that is cut may be one that is there."""

    def _make(self, text: str) -> int:
        name = " ".join(text.split())[:LONGEST]
        row, new = Competitor.objects.get_or_create(
            workspace=self.run.workspace, name_key=key_of(name), defaults={"name": name}
        )
        if new:
            self.run.note_made("competitor", row.pk, row.updated_at)
        return row.pk


def tags(run: Run) -> Words:
    """The workspace's tags."""
    return Words(run, Tag)


def teams(run: Run) -> Words:
    """The workspace's teams; a new one is empty."""
    return Words(run, Team)


def lost_reasons(run: Run) -> Words:
    """Why deals are lost, by the mapping's words."""
    return Words(run, LostReason, run.mapping.reasons)


def competitors(run: Run) -> Words:
    """Whom the workspace sells against."""
    return Competitors(run, Competitor)
