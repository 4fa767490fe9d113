"""Numbers for records that have none from elsewhere, so that our exports find home.

Such a number holds the workspace's moment of birth: in another workspace it is a stranger's number like any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stegvis.people.queries.duplicates import merged_by
from stegvis.workspaces.models import Owned, Workspace


@dataclass(frozen=True)
class OwnIds:
    """Makes and reads the numbers of one workspace's records."""

    prefix: str
    workspace_id: int

    def of(self, pk: int, external_id: str) -> str:
        """The number of a record in exports: its own from elsewhere, else one of ours."""
        return external_id or f"{self.prefix}{pk}"

    def is_own(self, number: str) -> bool:
        """Whether a number is one that we gave ourselves: then it is no number from elsewhere."""
        return number.startswith(self.prefix)

    def living(self, model: type[Owned], numbers: Iterable[str]) -> dict[str, int]:
        """Which of `numbers` are ours and belong to a living record of `model`: its id."""
        ids = {number: number.removeprefix(self.prefix) for number in numbers if number.startswith(self.prefix)}
        wanted = {int(pk): number for number, pk in ids.items() if pk.isdecimal() and len(pk) < 19}
        found = model.objects.filter(workspace=self.workspace_id, pk__in=wanted) if wanted else model.objects.none()
        return {wanted[pk]: pk for pk in found.values_list("pk", flat=True)}

    def merged(self, kind: str, numbers: Iterable[str]) -> dict[str, int]:
        """Which of `numbers` are ours and belong to a record that was merged: the id of what it is part of now."""
        ids = {number: number.removeprefix(self.prefix) for number in numbers if number.startswith(self.prefix)}
        wanted = {int(pk): number for number, pk in ids.items() if pk.isdecimal() and len(pk) < 19}
        return {wanted[pk]: into for pk, into in merged_by(self.workspace_id, kind, "record_id", wanted).items()}


def own_id(workspace: Workspace) -> OwnIds:
    """The numbers of `workspace`."""
    return OwnIds(f"stegvis-{int(workspace.created_at.timestamp() * 1_000_000):x}-", workspace.pk)
