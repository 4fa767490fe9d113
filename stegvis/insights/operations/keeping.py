"""Opening reports: made at once, or in a large workspace kept and made anew behind the reader's back."""

from datetime import timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation

from stegvis.core.jobs import enqueue_on_commit, failed_since, is_waiting
from stegvis.insights.keeping import from_json, to_json
from stegvis.insights.kinds import Kind
from stegvis.insights.models import ChangedStay, ColumnsKept, KeptResult
from stegvis.insights.queries.kept import (
    changes_of_sight,
    find_result,
    has_many_stays,
    is_fresh,
    is_overtaken,
    is_showable,
    is_very_large,
    key_of,
    lacks_columns,
    newest_move,
)
from stegvis.insights.queries.reading import Reading, read_framed
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries.lists import kept_query

# Nobody comes back for a result after this time: a new day is a new question.
KEPT = timedelta(days=2)
# A report that could not be made is not tried again before.
PATIENCE = timedelta(minutes=10)


def open_report(member: Member, kind: Kind, params: QueryDict) -> Reading:
    """The report that an address asks for. Where it is an older one, `as_of` says when it was made.

    In a very large workspace one that nobody asked for yet is `under_way`: the worker makes it.

    Raises PermissionDenied.
    """
    require(member, kind.verb)
    reading = read_framed(member, kind, params)
    if not has_many_stays(member):
        return reading.made()
    reading.key, reading.sight = key_of(reading.asked, kind), changes_of_sight(member.workspace_id)
    kept = find_result(member.workspace_id, reading.key)
    if kept is not None and is_showable(kept, member, reading.sight):
        reading.report = from_json(kept.body)
        if not is_fresh(kept, reading.sight):
            reading.as_of = kept.made_at
            _order(reading)
    elif is_very_large(member.workspace_id):
        reading.under_way = _order(reading)
        reading.failed = not reading.under_way
    else:
        make_and_keep(reading, by=member)
    return reading


def make_and_keep(reading: Reading, *, by: Member) -> Reading:
    """Make what `reading` asks for, and keep it. What happens while it is made is not in it: moves, and secrets."""
    reading.key = key_of(reading.asked, reading.kind)
    reading.state, reading.sight = newest_move(by.workspace_id), changes_of_sight(by.workspace_id)
    begun = timezone.now()
    reading.made()
    if has_many_stays(by) and lacks_columns(by.workspace_id):
        _order_columns(by.workspace_id)
    if not is_overtaken(reading.kind.name, by.workspace_id, begun):
        keep_result(reading, by=by)
    return reading


@transaction.atomic
def keep_result(reading: Reading, *, by: Member) -> KeptResult:
    """Keep what `reading` says for the next who asks the same."""
    same = {"workspace": by.workspace, "key": reading.key}
    facts = {"report": reading.kind.name, "body": to_json(reading.report), "last_move": reading.state}
    facts["sight"] = list(reading.sight)
    return KeptResult.objects.update_or_create(**same, defaults=facts | {"made_at": timezone.now()})[0]


def forget_results() -> int:
    """Remove results that nobody asks for any more; how many there were."""
    old = KeptResult.objects.across_workspaces("tidying up").filter(made_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def forget_changes() -> int:
    """Remove what was noted of workspaces whose stays are not kept as columns (any more); how many rows that were."""
    kept = ColumnsKept.objects.across_workspaces("tidying up").values("workspace")
    return ChangedStay.objects.across_workspaces("tidying up").exclude(workspace__in=kept).delete()[0]


def _order_columns(workspace_id: int) -> None:
    """Have the worker keep the stays as columns, for the next report."""
    from stegvis.insights.jobs import keep_stays

    if not is_waiting(keep_stays, workspace=workspace_id):
        enqueue_on_commit(keep_stays, workspace=workspace_id)


def _order(reading: Reading) -> bool:
    """Have the worker make it anew, once. Whether it will: what failed a moment ago is not tried again at once."""
    from stegvis.insights.jobs import make_anew

    asked = {
        "member": reading.asked.member.pk,
        "name": reading.kind.name,
        "query": kept_query(reading.asked.page.params),
        "language": translation.get_language() or "en",
        "zone": timezone.get_current_timezone_name(),
    }
    if is_waiting(make_anew, **asked):
        return True
    if failed_since(make_anew, timezone.now() - PATIENCE, **asked):
        return False
    enqueue_on_commit(make_anew, **asked)
    return True
