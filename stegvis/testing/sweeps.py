"""What the sweep of all addresses knows: for each, how to fill it in and who may come in.

A new address without an entry in `tests/test_url_sweep.py` fails that test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Alice owns what the doors lead to; charlie is in another workspace, nobody is not signed in.
MEMBERS = frozenset({"owen", "mia", "alice", "bob", "vera"})
EDITORS = frozenset({"owen", "mia", "alice"})
MAKERS = frozenset({"owen", "mia", "alice", "bob"})
MANAGERS = frozenset({"owen", "mia"})
ADMINS = frozenset({"owen"})
# What counts as having come in: shown, done, asked for more, or told what was wrong with an empty form.
CAME_IN = frozenset({200, 204, 302, 303, 400, 409, 422})


@dataclass(frozen=True)
class Door:
    """One address below a workspace: who may GET it and who may POST to it; None where the method does not exist.

    `may_be_missing`: what it shows need not exist, so that 404 tells nothing.
    """

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    arguments: Callable[..., dict] = lambda world: {}
    query: str = ""
    may_be_missing: bool = False

    def allowed(self, method: str) -> frozenset[str] | None:
        """Who may come in by `method`."""
        return self.get if method == "get" else self.post


@dataclass(frozen=True)
class PublicDoor:
    """An address outside workspaces that needs no sign-in; `why`."""

    why: str


@dataclass(frozen=True)
class OwnDoor:
    """An address outside workspaces for whoever is signed in, about themselves."""

    method: str = "post"


def pk(of: str, /, **more):
    """Path arguments: the primary key of a thing of the world, and fixed ones."""
    return lambda world: (
        {"pk": getattr(world, of).pk}
        | {key: getattr(world, value[1:]).pk if str(value).startswith("*") else value for key, value in more.items()}
    )


def fixed(**arguments):
    """Path arguments that are the same in every world."""
    return lambda world: arguments


def all_patterns() -> dict[str, URLPattern]:
    """Every named pattern of the program's own (allauth's are its maker's), keyed by namespace:name."""
    found: dict[str, URLPattern] = {}
    _collect(get_resolver(), "", found)
    return found


def _collect(resolver: URLResolver, namespace: str, found: dict) -> None:
    for pattern in resolver.url_patterns:
        if not isinstance(pattern, URLResolver):
            found[f"{namespace}{pattern.name}"] = pattern
        elif "allauth" not in getattr(pattern.urlconf_name, "__name__", ""):
            _collect(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace, found)
