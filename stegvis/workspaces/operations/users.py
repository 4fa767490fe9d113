"""Accounts: they come from invitations, the first run and the command line, never from open sign-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from stegvis.workspaces.models import Member, User

OWN_FACTS = ("name", "language", "time_zone", "date_format", "theme", "signature")


@dataclass(frozen=True)
class NewUser:
    """Somebody who has no account yet. Without a password it can only sign in through a link."""

    email: str
    name: str
    password: str | None = None
    language: str = ""
    time_zone: str = ""


def find_user(email: str) -> User | None:
    """The user with this e-mail address, whatever its case."""
    return User.objects.filter(email=email.strip().lower()).first()


def create_user(wish: NewUser) -> User:
    """The account of a new user. To be called inside the transaction of what the account is for."""
    facts = {"name": wish.name.strip(), "language": wish.language, "time_zone": wish.time_zone}
    return User.objects.create_user(wish.email.strip(), wish.password, **facts)


@transaction.atomic
def update_profile(changes: Mapping[str, Any], *, by: User) -> User:
    """Set the user's own facts (OWN_FACTS); a new name is shown in every workspace it is in."""
    chosen = {name: changes[name] for name in OWN_FACTS if name in changes}
    for name, value in chosen.items():
        setattr(by, name, value)
    by.save(update_fields=list(chosen))
    if "name" in chosen:
        Member.objects.across_workspaces("a person has one name").filter(user=by).update(name=by.name)
    return by
