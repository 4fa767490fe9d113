"""The lists whose records can be changed many at once, and what they offer. Apps fill this from `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.urls import reverse

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
    merging: str = ""


_lists: dict[str, BulkList] = {}


def register(key: str, model: type[Owned], page: str) -> None:
    """Make the list `key` one whose records can be changed many at once; `page` is its URL name."""
    _lists[key] = BulkList(key, model)
    listings.register(key, page)


def offer(key: str, *facts: BulkFact, provider: Provider | None = None) -> None:
    """Offer more facts on the list `key`: fixed ones, or a provider of those that a member's workspace has."""
    _lists[key].facts += facts
    _lists[key].providers += [provider] if provider else []


def offer_merging(key: str, page: str) -> None:
    """Let two records that were chosen on the list `key` be made one; `page` is the URL name of where this is asked."""
    _lists[key].merging = page


@dataclass(frozen=True)
class BulkBar:
    """What stands in the bar of a list for one member: facts with a button of their own, and the others.

    `merging` is where two chosen records are merged, of a record 0; empty where this cannot be done.
    """

    key: str
    buttons: list[BulkFact]
    others: list[BulkFact]
    may_delete: bool
    merging: str = ""


def bar_for(member: Member, key: str) -> BulkBar | None:
    """The bar of the list `key`; None for a member who may not change anything there."""
    facts = list(facts_for(_lists[key], member).values())
    may_delete = may(member, "delete")
    if not facts and not may_delete:
        return None
    buttons = [fact for fact in facts if fact.icon]
    merging = _merging(_lists[key], member) if may_delete and may(member, "edit") else ""
    return BulkBar(key, buttons, [fact for fact in facts if not fact.icon], may_delete, merging)


def _merging(listing: BulkList, member: Member) -> str:
    return reverse(listing.merging, kwargs={"slug": member.workspace.slug, "pk": 0}) if listing.merging else ""


def bulk_list(key: str) -> BulkList | None:
    """The list of this key, where its records can be changed many at once."""
    return _lists.get(key)


def facts_for(listing: BulkList, member: Member) -> dict[str, BulkFact]:
    """What `member` may change on many records of `listing`, by key."""
    provided = (fact for provider in listing.providers for fact in provider(member))
    return {fact.key: fact for fact in (*listing.facts, *provided) if may(member, "edit") and may(member, fact.verb)}
