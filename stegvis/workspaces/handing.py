"""What members look after and can hand over. Apps add their own from `AppConfig.ready`."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from stegvis.core.scoping import WorkspaceOwned


@dataclass(frozen=True)
class Handed:
    """One kind: its model, the field that names who looks after it, its plural.

    `together` is the field by which records stay with one receiver: whoever gets a company gets its deals.
    """

    model: type[WorkspaceOwned]
    words: str | Promise
    field: str = "owner"
    together: str = "company_id"
    only: tuple[tuple[str, object], ...] = ()

    @property
    def key(self) -> str:
        """The kind's name in addresses and tables."""
        return str(self.model._meta.model_name)

    def of(self, workspace: int, member: int, receivers: int) -> QuerySet:
        """The living records that `member` looks after, each with the `place` of the receiver who would get it."""
        whose = self.model.objects.filter(workspace=workspace, **{self.field: member}, **dict(self.only))
        by = F("pk") if self.together == "pk" else Coalesce(F(self.together), F("pk"))
        return whose.annotate(place=ExpressionWrapper(by % receivers, output_field=BigIntegerField()))


KINDS: dict[str, Handed] = {}


def register(kind: Handed) -> None:
    """Let records of `kind` be handed over."""
    KINDS[kind.key] = kind


def chosen(keys: Sequence[str]) -> list[Handed]:
    """The kinds of these names, in the order in which apps added them."""
    return [kind for key, kind in KINDS.items() if key in keys]
