"""The lists of the program by their keys, and where each is. An app adds its own from `AppConfig.ready`."""

from django.urls import reverse

from stegvis.workspaces.models import Member

_pages: dict[str, tuple[str, ...]] = {}


def register(key: str, page: str, *arguments: str) -> None:
    """Make the list `key` known; `page` is its URL name, which takes `slug` and maybe `arguments` behind it."""
    _pages[key] = (page, *arguments)


def is_known(key: str) -> bool:
    """Whether there is a list of this key."""
    return key in _pages


def address_of(member: Member, key: str) -> str:
    """Where the list `key` is in the member's workspace. Raises KeyError for none."""
    page, *arguments = _pages[key]
    return reverse(page, args=[member.workspace.slug, *arguments])
