"""What members can be told, about which kinds of records, in whose words. Apps add their own from `AppConfig.ready`.

An *act* is one sort of notice ("moved"), a *group* is what a member switches in the profile ("What you follow"), a
*kind* is a sort of record that can be followed or told about ("deal").
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.models import Member, Owned

PAGE, BROWSER, MAIL = "page", "browser", "mail"
CHANNELS = (PAGE, BROWSER, MAIL)

# Group: its words, and the ways its notices go where a member chose nothing.
GROUPS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "given": (_("What others give you"), (PAGE, BROWSER, MAIL)),
    "mentions": (_("Where you are mentioned"), (PAGE, BROWSER, MAIL)),
    "tasks": (_("Tasks that are due"), (PAGE, BROWSER)),
    "followed": (_("What you follow"), (PAGE,)),
}


@dataclass(frozen=True)
class Act:
    """Its sentence, with %(who)s, %(record)s and whatever facts it is told with; its group; its icon."""

    words: str | Promise
    group: str
    icon: str


@dataclass(frozen=True)
class Kind:
    """A sort of record: where its page is (a URL name of slug and pk), its icon, and its model if one can follow it.

    `find(member, ids)` answers the titles, by id, of those that `member` may see.
    """

    key: str
    url_name: str
    icon: str
    find: Callable[[Member, Collection[int]], dict[int, str]]
    model: type[Owned] | None = None


ACTS: dict[str, Act] = {}
KINDS: dict[str, Kind] = {}


def register(act: str, words: str | Promise, group: str, icon: str = "bell") -> None:
    """Make `act` something members can be told."""
    if group not in GROUPS:
        raise ValueError(f"No group {group}.")
    ACTS[act] = Act(words, group, icon)


def register_kind(kind: Kind) -> None:
    """Make records of `kind` something that notices are about."""
    KINDS[kind.key] = kind


def owned_kind(model: type[Owned], url_name: str, icon: str) -> Kind:
    """The kind of a model whose records have owners and may be private."""

    def find(member: Member, ids: Collection[int]) -> dict[int, str]:
        seen = model.objects.visible_to(member).filter(pk__in=ids)
        return {record.pk: str(record) for record in seen}

    return Kind(str(model._meta.model_name), url_name, icon, find, model)


def groups() -> dict[str, str | Promise]:
    """The groups in which there is anything to be told, with their words."""
    used = {act.group for act in ACTS.values()}
    return {key: words for key, (words, _channels) in GROUPS.items() if key in used}


def channels_of(member: Member, group: str) -> Collection[str]:
    """The ways notices of `group` go to `member`."""
    return member.channels.get(group, GROUPS[group][1])


def tells(member: Member, act: str, channel: str) -> bool:
    """Whether `member` wants to be told of `act` by `channel`."""
    return channel in channels_of(member, ACTS[act].group)


register("given", _("%(who)s gave you %(record)s"), "given", "user-plus")
register("given_many", _("%(who)s gave you what %(leaving)s looked after"), "given", "users")
register("new_owner", _("%(who)s gave %(record)s to %(owner)s"), "followed", "user-plus")
