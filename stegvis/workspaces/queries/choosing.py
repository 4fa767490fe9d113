"""Which records of a list somebody has chosen: those ticked, or all that pass the list's filters."""

from django.http import QueryDict

from stegvis.core.lists.sources import narrowed
from stegvis.workspaces.models import Member

LARGEST = 2**63 - 1


def chosen_ids(member: Member, listing: str, params: QueryDict, most: int) -> list[int]:
    """The ids that `params` choose: `id` and `ids` (with commas), or with `all` what the list `query` shows.

    Never more than `most` + 1 of them, so that whoever asks can tell that it is too many. What is no id is left out.
    """
    if params.get("all"):
        found = narrowed(listing, member, QueryDict(params.get("query", "")))
        return list(found.order_by("pk").values_list("pk", flat=True)[: most + 1]) if found is not None else []
    texts = [text for value in (*params.getlist("id"), *params.getlist("ids")) for text in value.split(",")]
    ids = {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 20}
    return sorted(pk for pk in ids if pk <= LARGEST)[: most + 1]
