"""Changes of own fields as history tells them to a member."""

from collections.abc import Iterable

from django.apps import apps
from django.utils.translation import gettext as _

from stegvis.core.folding import fold
from stegvis.workspaces.models import CustomField, Member
from stegvis.workspaces.own.definitions import Definitions, own_name
from stegvis.workspaces.own.showing import said_of_history


def said_changes(own: Definitions, name: str, texts: Iterable[str]) -> list[str]:
    """The kept `texts` of the fact `name`, each as the reader writes it; names of people only of those it sees."""
    field = next((one for one in own.every if own_name(one) == name), None)
    if field is None:
        return list(texts)
    if field.kind == CustomField.Kind.PERSON and isinstance(own.actor, Member):
        return [_veiled(own.actor, text) for text in texts]
    return [said_of_history(field.kind, text) for text in texts]


def _veiled(member: Member, name: str) -> str:
    """A person's name, unless nobody of that name is seen: history does not give away whom a private one names."""
    if not name:
        return ""
    people = apps.get_model("people.Person").with_deleted.visible_to(member)  # type: ignore[attr-defined]
    same = people.filter(name_key=fold(name)[:300])
    return name if same.exists() else _("a person")
