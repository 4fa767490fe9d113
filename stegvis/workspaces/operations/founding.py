"""Making a workspace."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.folding import fold
from stegvis.workspaces import setup
from stegvis.workspaces.models import Member, Role, User, Workspace
from stegvis.workspaces.operations.auditing import audit
from stegvis.workspaces.operations.users import NewUser, create_user

SLUG_LENGTH = 60


@transaction.atomic
def create_workspace(name: str, *, by: User | NewUser, slug: str = "", **customs) -> Member:
    """A workspace owned by `by`, who gets an account where it has none; returns the owner.

    `customs` are language, currency, time_zone and week_start. Without `slug` the address is made from the name.
    Raises Refused for an address that is taken.
    """
    user = create_user(by) if isinstance(by, NewUser) else by
    if slug and Workspace.objects.filter(slug=slug).exists():
        raise Refused(_("There is a workspace at the address “%(slug)s” already.") % {"slug": slug})
    workspace = Workspace(name=name.strip(), slug=slug or free_slug(name), **customs)
    workspace.full_clean(exclude=["logo", "grants"])
    workspace.save()
    owner = Member.objects.create(workspace=workspace, user=user, name=str(user), email=user.email, role=Role.OWNER)
    audit("workspace_created", by=owner, detail={"name": workspace.name})
    return owner


@transaction.atomic
def set_up(name: str, *, by: NewUser, **customs) -> Member:
    """The first workspace and the first account of an empty installation; Refused once somebody has an account."""
    setup.queue_up()
    if not setup.is_needed():
        raise Refused(_("This installation is set up already. Sign in."))
    owner = create_workspace(name, by=by, **customs)
    transaction.on_commit(setup.withdraw_token)
    return owner


def free_slug(name: str) -> str:
    """An address made from `name` that no workspace has."""
    wish = slugify(fold(name))[: SLUG_LENGTH - 4].strip("-") or "workspace"
    taken = set(Workspace.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    number = 2
    while wish in taken and f"{wish}-{number}" in taken:
        number += 1
    return f"{wish}-{number}" if wish in taken else wish
