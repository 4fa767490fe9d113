"""Doors that pages go through at every request: the record and what is joined to it, by a query written once."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404

from stegvis.core.written import Written, joined_columns, joined_instance
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.permissions import colleagues, require, scope_of

O = TypeVar("O", bound=Owned)  # noqa: E741
LARGEST = 2**63 - 1


class Door(Generic[O]):
    """From an id to a living record of `model` that a member may see.

    `beside` are names of annotations, which `annotate` puts on a queryset for a member (its id); they become facts.
    """

    def __init__(
        self,
        model: type[O],
        beside: Sequence[str] = (),
        annotate: Callable[[QuerySet, int], QuerySet] = lambda records, member: records,
    ) -> None:
        self.model, self.beside, self.annotate = model, tuple(beside), annotate
        self.rows = Written(self._rows)

    def __call__(self, member: Member, pk: int, verb: str = "see", joined: Sequence[str] = ()) -> O:
        """The record, with what of `joined` it has ("stage__version"; a path comes before those that lead on from it).

        Raises Http404 where the member does not see it, PermissionDenied where it may not `verb`.
        """
        row = self._find(member, pk, tuple(joined))
        record = joined_instance(self.model, joined, row)
        record.workspace = member.workspace
        for name, value in zip(reversed(self.beside), reversed(row), strict=False):
            setattr(record, name, value)
        require(member, verb, record)
        return record

    def _find(self, member: Member, pk: int, joined: tuple[str, ...]) -> tuple:
        owners = colleagues(member, scope_of(member, "see"))
        if owners == [] or not 0 <= pk <= LARGEST:
            raise Http404
        values = {"owners": owners} if owners else {}
        rows = self.rows(joined, workspace=member.workspace_id, member=member.pk, pk=pk, **values)
        if not rows:
            raise Http404
        return rows[0]

    def _rows(
        self, joined: tuple[str, ...], workspace: int, member: int, pk: int, owners: Sequence[int] | None = None
    ) -> QuerySet:
        seen: QuerySet = self.model.objects.seen_by(workspace, member, owners).filter(pk=pk)
        return self.annotate(seen, member).values_list(*joined_columns(self.model, joined), *self.beside)
