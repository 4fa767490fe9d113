"""What a team makes of the variants of the relationship model."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.discovery.models import OwnVariant
from stegvis.discovery.queries.variants import WORDS, Variant
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.permissions import Actor, require, workspace_of

MOST = 20
Signs = Sequence[tuple[str, str, int]]


@transaction.atomic
def write_variant(
    variant: Variant | None, facts: Mapping[str, Any], signs: Signs, *, by: Actor, left_out: bool = False
) -> OwnVariant:
    """Other words and signs for `variant`, or a new one. A shipped one is copied first.

    Raises PermissionDenied, and Refused where there are too many.
    """
    require(by, "processes")
    own = (variant and variant.own) or OwnVariant(workspace=workspace_of(by), key=variant.key if variant else "")
    if own.pk is None and OwnVariant.objects.filter(workspace=workspace_of(by)).count() >= MOST:
        raise Refused(_("There are already %(number)s of them.") % {"number": MOST})
    for word in WORDS:
        setattr(own, word, facts[word])
    own.signs, own.left_out = [list(one) for one in signs], left_out
    own.save()
    return own


def drop_variant(own: OwnVariant, *, by: Actor) -> Deletion:
    """Delete a variant of the team's; a shipped one is as it was shipped again. Raises PermissionDenied."""
    return delete_records([own], by=by, verb="processes")
