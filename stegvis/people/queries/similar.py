"""Records whose names are like one that is typed or imported."""

from stegvis.people.likeness import SIMILAR, likeness, pieces, plain_name
from stegvis.people.models import MatchKey
from stegvis.people.queries.scanning import sketches
from stegvis.workspaces.models import Member

MOST, CANDIDATES = 5, 200


def similar_ids(member: Member, kind: str, name: str) -> list[int]:
    """At most five records (private ones too: the caller narrows) with a name like `name`, the likest first."""
    return [pk for pk, _name in similar(member.workspace_id, kind, name)[:MOST]]


def similar(workspace_id: int, kind: str, name: str) -> list[tuple[int, float]]:
    """Living records with a name like `name` and how like it is, the likest first.

    Of those that were looked at already: new ones are after a few minutes. The cost has a bound.
    """
    plain = plain_name(kind, name[:300])
    rows = MatchKey.objects.filter(workspace=workspace_id, kind=kind, key__in=[key[:40] for key in pieces(plain)])
    ids = set(rows.order_by().values_list("record_id", flat=True)[:CANDIDATES])
    scored = [(one.pk, likeness(plain, one.plain)) for one in sketches(workspace_id, kind, ids).values()]
    return sorted(((pk, like) for pk, like in scored if like >= SIMILAR), key=lambda one: (-one[1], one[0]))
