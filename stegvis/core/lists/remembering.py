"""Which columns a reader chose for a list: kept in the session, under the workspace and the list."""

from collections.abc import Iterable

from django.http import HttpRequest

MOST = 40


def remembered_columns(request: HttpRequest, space: str, listing: str) -> list[str] | None:
    """The keys chosen for `listing` in the workspace `space`; None where nothing was chosen."""
    kept = request.session.get(f"columns:{space}:{listing}")
    return [str(key) for key in kept] if isinstance(kept, list) else None


def remember_columns(request: HttpRequest, space: str, listing: str, keys: Iterable[str]) -> list[str]:
    """Keep the chosen `keys`; unknown ones do no harm, a list shows only what it has."""
    kept = [key[:MOST] for key in keys][:MOST]
    request.session[f"columns:{space}:{listing}"] = kept
    return kept
