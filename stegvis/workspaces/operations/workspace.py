"""A workspace's own facts: name, customs, logo, exchange rates."""

import datetime
from base64 import b64decode, b64encode
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.workspaces.colours import clean_colour
from stegvis.workspaces.models import Deletion, Rate, Workspace
from stegvis.workspaces.models.member import new_token
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.locking import actor_now, hold
from stegvis.workspaces.operations.undoing import keep_undo, takes_back
from stegvis.workspaces.permissions import Actor, require

LOGO = "logo"
FACTS = ("name", "language", "currency", "time_zone", "week_start", "colour")


@transaction.atomic
def update_workspace(changes: Mapping[str, Any], *, by: Actor) -> Workspace:
    """Set the facts of FACTS that are in `changes`. Raises PermissionDenied, ValidationError, and Refused for another
    base currency while there are rates: they say what other currencies are worth in the old one.
    """
    workspace = hold(by.workspace)
    require(actor_now(by, workspace), "settings")
    if "colour" in changes:
        changes = {**changes, "colour": clean_colour(changes["colour"])}
    changed = {name: changes[name] for name in FACTS if name in changes and changes[name] != getattr(workspace, name)}
    if "currency" in changed and Rate.objects.filter(workspace=workspace).exists():
        raise Refused(_("The rates are in %(currency)s. Delete them first.") % {"currency": workspace.currency})
    for name, value in changed.items():
        setattr(workspace, name, value)
    workspace.full_clean(exclude=["slug", "logo", "grants"])
    workspace.save(update_fields=list(changed))
    if changed:
        audit("workspace_changed", by=by, detail={name: str(value) for name, value in changed.items()})
    return workspace


@transaction.atomic
def set_logo(image: bytes | None, *, by: Actor) -> Workspace:
    """Make `image` (a PNG that was checked, see `logos`) the logo, or remove it with None. Raises PermissionDenied."""
    workspace = hold(by.workspace)
    require(actor_now(by, workspace), "settings")
    old, store = workspace.logo.name, workspace.logo.storage
    before = _picture(store, old) if old else None
    if image is None:
        workspace.logo = ""
    else:
        workspace.logo.save(f"{new_token()}.png", ContentFile(image), save=False)
    workspace.save(update_fields=["logo"])
    if old:
        transaction.on_commit(lambda: store.delete(old))
    audit("workspace_changed", by=by, detail={"logo": "set" if image else "removed"})
    if before is not None:
        keep_undo(LOGO, {"picture": before}, by=by)
    return workspace


@takes_back(LOGO)
def _logo_again(before: Mapping[str, Any], by: Actor) -> None:
    set_logo(b64decode(before["picture"]), by=by)


def _picture(store, name: str) -> str | None:
    """The logo as text that an undo can keep; it is small (see `logos`). None where the file is not there any more."""
    if not store.exists(name):
        return None
    with store.open(name) as file:
        return b64encode(file.read()).decode()


@transaction.atomic
def set_rate(currency: str, rate: Decimal, since: datetime.date, *, by: Actor) -> Rate:
    """What one unit of `currency` is worth in the base currency from the day `since` on; corrects that day's rate.

    Raises PermissionDenied, and Refused for the base currency or a rate that is not above nothing.
    """
    workspace = by.workspace
    require(by, "settings")
    if currency == workspace.currency or rate <= 0:
        raise Refused(_("A rate is above 0 and for another currency than the base currency."))
    made, __ = Rate.objects.update_or_create(
        workspace=workspace, currency=currency, since=since, defaults={"rate": rate}
    )
    audit("rate_set", by=by, detail={"currency": currency, "rate": str(rate), "since": since.isoformat()})
    return made


def delete_rate(rate: Rate, *, by: Actor) -> Deletion:
    """Forget `rate`; can be undone. Raises PermissionDenied."""
    return delete_records([rate], by=by, verb="settings")
