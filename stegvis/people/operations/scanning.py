"""Looking for duplicates: the whole workspace once, and from then on what is new or changed."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from stegvis.people.likeness import pieces
from stegvis.people.models import DuplicatePair, DuplicateScan, MatchKey
from stegvis.people.queries.scanning import MODELS, Alike, Sketch, alike, sketches
from stegvis.workspaces.models import FieldChange, Workspace
from stegvis.workspaces.permissions import Actor, require

CHUNK = 300
# Changes of other facts make no duplicate.
TELLING = ("name", "first_name", "last_name", "registration_number", "domain", "email", "phone", "merged")


def scan_part(workspace: Workspace, kind: str) -> bool:
    """Look at the next few new or changed records of `kind`; returns whether there are more. In a transaction."""
    scan, _new = DuplicateScan.objects.select_for_update().get_or_create(workspace=workspace, kind=kind)
    ids = _new_ids(scan) or _changed_ids(scan)
    if ids:
        look_at(workspace.pk, kind, ids)
    else:
        scan.finished_at = timezone.now()
    scan.save()
    return bool(ids)


@transaction.atomic
def look_again(workspace: Workspace, kind: str, *, by: Actor) -> None:
    """Have the whole workspace looked through anew. Raises PermissionDenied."""
    require(by, "edit")
    DuplicateScan.objects.filter(workspace=workspace, kind=kind).update(last_record=0, finished_at=None)


def look_at(workspace_id: int, kind: str, ids: Sequence[int]) -> list[Alike]:
    """Compare these records with all that share a key with them, and keep the pairs that look alike."""
    chunk = sketches(workspace_id, kind, ids)
    _keep_pieces(workspace_id, kind, ids, chunk)
    found = alike(workspace_id, kind, chunk)
    _keep_pairs(workspace_id, kind, ids, found)
    return found


def _new_ids(scan: DuplicateScan) -> list[int]:
    rows = MODELS[scan.kind].objects.filter(workspace=scan.workspace_id, pk__gt=scan.last_record)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])
    if ids:
        scan.last_record = ids[-1]
    return ids


def _changed_ids(scan: DuplicateScan) -> list[int]:
    later = FieldChange.objects.filter(workspace=scan.workspace_id, pk__gt=scan.last_change).order_by("pk")
    if scan.last_change == 0 and scan.finished_at is None:
        # All records were just looked at: only what is changed from now on is of interest.
        newest = FieldChange.objects.filter(workspace=scan.workspace_id).order_by("-pk").values_list("pk", flat=True)
        scan.last_change = newest.first() or 0
        return []
    rows = list(later.values_list("pk", "kind", "record_id", "field")[: CHUNK * 4])
    if rows:
        scan.last_change = rows[-1][0]
    mine = {record for _pk, kind, record, field in rows if kind == scan.kind and field in TELLING}
    return sorted(mine) or ([0] if rows else [])


def _keep_pieces(workspace_id: int, kind: str, ids: Sequence[int], chunk: dict[int, Sketch]) -> None:
    MatchKey.objects.filter(workspace=workspace_id, kind=kind, record_id__in=ids).delete()
    MatchKey.objects.bulk_create(
        MatchKey(workspace_id=workspace_id, kind=kind, record_id=one.pk, key=key[:40])
        for one in chunk.values()
        for key in sorted(pieces(one.plain))
    )


def _keep_pairs(workspace_id: int, kind: str, ids: Sequence[int], found: list[Alike]) -> None:
    """Open pairs of these records are what was found now; what somebody has decided stays decided."""
    mine = DuplicatePair.objects.filter(workspace=workspace_id, kind=kind)
    about = mine.filter(Q(first_id__in=ids) | Q(second_id__in=ids))
    known = {(one.first_id, one.second_id): one for one in about}
    now = {(one.first_id, one.second_id): one for one in found}
    gone = [one.pk for key, one in known.items() if key not in now and one.state == DuplicatePair.State.OPEN]
    mine.filter(pk__in=gone).delete()
    for key, pair in known.items():
        if key in now and (pair.score, pair.why) != (now[key].score, ",".join(now[key].why)):
            mine.filter(pk=pair.pk).update(score=now[key].score, why=",".join(now[key].why))
    DuplicatePair.objects.bulk_create(
        DuplicatePair(
            workspace_id=workspace_id,
            kind=kind,
            first_id=one.first_id,
            second_id=one.second_id,
            score=one.score,
            why=",".join(one.why),
        )
        for key, one in now.items()
        if key not in known
    )
