"""The address of a list says everything about what is shown; here are its variations."""

from collections.abc import Container, Mapping

from django.http import QueryDict

# What says where in a list one is; it means nothing once the list is another one.
PLACES = ("after", "before")


def varied(params: QueryDict, changes: Mapping[str, str | list[str] | None]) -> str:
    """`?…` with `changes` made (None takes a parameter away), from the start of the list unless they say otherwise."""
    kept = params.copy()
    for name in (*PLACES, *changes):
        kept.pop(name, None)
    for name, value in changes.items():
        if value is not None:
            kept.setlist(name, [value] if isinstance(value, str) else value)
    return f"?{kept.urlencode(safe=',')}"


def hidden(params: QueryDict, leave_out: Container[str]) -> list[tuple[str, str]]:
    """The parameters that a GET form has to carry along, without those it asks for itself."""
    return [
        (name, value)
        for name, values in params.lists()
        if name not in PLACES and name not in leave_out
        for value in values
    ]
