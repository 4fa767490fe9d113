"""What somebody decides about a pair that looks like one."""

from django.db import transaction
from django.utils import timezone

from stegvis.people.models import DuplicatePair
from stegvis.workspaces.permissions import Actor, member_of, require


def call_different(pair: DuplicatePair, *, by: Actor) -> DuplicatePair:
    """Remember that the two are not one: the pair is not shown again. Raises PermissionDenied."""
    return _decide(pair, DuplicatePair.State.DIFFERENT, by)


def look_once_more(pair: DuplicatePair, *, by: Actor) -> DuplicatePair:
    """Take back that the two are different. Raises PermissionDenied."""
    return _decide(pair, DuplicatePair.State.OPEN, by)


@transaction.atomic
def _decide(pair: DuplicatePair, state: str, by: Actor) -> DuplicatePair:
    require(by, "edit")
    pair.state, pair.by, pair.at = state, member_of(by), timezone.now()
    pair.save(update_fields=["state", "by", "at"])
    return pair
