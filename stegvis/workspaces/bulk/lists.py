"""The lists whose records can be changed many at once, and what they offer. Apps fill this from `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from stegvis.workspaces import listings
from stegvis.workspaces.bulk.base import BulkFact
from stegvis.workspaces.models import Member, Owned
from stegvis.workspaces.permissions import may

# Facts that differ between workspaces (fields of their own) are asked for each time.
Provider = Callable[[Member], Iterable[BulkFact]]


@dataclass
class BulkList:
    """A list by its key, what it lists, and the facts it offers."""

    key: str
    model: type[Owned]
    facts: list[BulkFact] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)


_lists: dict[str, BulkList] = {}


def register(key: str, model: type[Owned], page: str) -> None:
    """Make the list `key` one whose records can be changed many at once; `page` is its URL name."""
    _lists[key] = BulkList(key, model)
    listings.register(key, page)


def offer(key: str, *facts: BulkFact, provider: Provider | None = None) -> None:
    """Offer more facts on the list `key`: fixed ones, or a provider of those that a member's workspace has."""
    _lists[key].facts += facts
    _lists[key].providers += [provider] if provider else []


def bulk_list(key: str) -> BulkList | None:
    """The list of this key, where its records can be changed many at once."""
    return _lists.get(key)


def facts_for(listing: BulkList, member: Member) -> dict[str, BulkFact]:
    """What `member` may change on many records of `listing`, by key."""
    provided = (fact for provider in listing.providers for fact in provider(member))
    return {fact.key: fact for fact in (*listing.facts, *provided) if may(member, "edit") and may(member, fact.verb)}
