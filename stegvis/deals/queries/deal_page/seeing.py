"""Which of the things beside a deal its reader may see, with one query at most, and none for what is plainly open."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import CharField, Value

from stegvis.deals.models import Deal
from stegvis.people.models import Company, Person
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import Scope, scope_of

MODELS = {"company": Company, "person": Person, "deal": Deal}


@dataclass
class Seeing:
    """Asks for all doubtful things together: `doubt` what there is, then `sees` one by one."""

    member: Member
    doubtful: dict[str, set[int]] = field(default_factory=dict)
    known: set[tuple[str, int]] = field(default_factory=set)

    def doubt(self, kind: str, things: Iterable[tuple[int, bool, int | None]]) -> None:
        """Note things of `kind` by id, private, owner: those that only the database can tell about are kept."""
        everything = scope_of(self.member, "see") == Scope.ALL
        for pk, private, owner in things:
            if owner == self.member.pk or (everything and not private):
                self.known.add((kind, pk))
            else:
                self.doubtful.setdefault(kind, set()).add(pk)

    def settle(self) -> "Seeing":
        """Ask about what is doubtful."""
        parts = [self._seen(kind, ids) for kind, ids in self.doubtful.items()]
        if parts:
            self.known |= set(parts[0].union(*parts[1:], all=True))
        return self

    def sees(self, kind: str, pk: int) -> bool:
        """Whether the member may see it."""
        return (kind, pk) in self.known

    def _seen(self, kind: str, ids: set[int]):
        seen = MODELS[kind].objects.visible_to(self.member).filter(pk__in=ids).order_by()
        return seen.annotate(kind_of=Value(kind, CharField())).values_list("kind_of", "pk")
