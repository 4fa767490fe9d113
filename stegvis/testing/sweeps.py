"""What the sweep of all addresses knows: for each, how to fill it in and who may meet what there.

A new address without an entry in `tests/test_url_sweep.py` fails that test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

PERSONS = ("nobody", "owen", "alice", "bob", "vera", "charlie")


@dataclass(frozen=True)
class Door:
    """One address. `arguments` makes its path arguments from the world; the rest says what each person meets.

    A set holds the allowed status codes of a GET, or of a POST without data where the door takes only that. Strangers
    (charlie) must meet 404 behind every workspace door, whoever is signed in nowhere is sent to the sign-in page (302).
    """

    method: str = "get"
    arguments: Callable | dict = field(default_factory=dict)
    owner: frozenset[int] = frozenset({200})
    colleague: frozenset[int] = frozenset({200})
    viewer: frozenset[int] = frozenset({200})
    admin: frozenset[int] = frozenset({200})


@dataclass(frozen=True)
class PublicDoor:
    """An address that anybody may open; `why` it is public."""

    why: str


def all_patterns() -> dict[str, URLPattern]:
    """Every named pattern of the program's own (allauth's are its maker's), keyed by namespace:name."""
    found: dict[str, URLPattern] = {}
    _collect(get_resolver(), "", found)
    return found


def _collect(resolver: URLResolver, namespace: str, found: dict) -> None:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.urlconf_name.__class__.__name__ == "module" and "allauth" in pattern.urlconf_name.__name__:
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            _collect(pattern, inner, found)
        else:
            found[f"{namespace}{pattern.name}"] = pattern
