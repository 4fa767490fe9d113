"""Opening reports: made at once, or in a large workspace kept and made anew behind the reader's back."""

from datetime import timedelta

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation

from stegvis.core.jobs import enqueue_on_commit, is_waiting
from stegvis.insights.keeping import from_json, to_json
from stegvis.insights.kinds import Kind
from stegvis.insights.models import KeptResult
from stegvis.insights.queries.kept import find_result, is_fresh, is_large, is_very_large, key_of, newest_move
from stegvis.insights.queries.reading import Reading, read_framed
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries.lists import kept_query

# Nobody comes back for a result after this time: a new day is a new question.
KEPT = timedelta(days=2)


def open_report(member: Member, kind: Kind, params: QueryDict) -> Reading:
    """The report that an address asks for. Where it is an older one, `as_of` says when it was made.

    In a very large workspace one that nobody asked for yet is `under_way`: the worker makes it.

    Raises PermissionDenied.
    """
    require(member, kind.verb)
    reading = read_framed(member, kind, params)
    if not is_large(member.workspace_id):
        return reading.made()
    key = key_of(reading.asked, kind)
    kept = find_result(member.workspace_id, key)
    if kept is None and is_very_large(member.workspace_id):
        reading.under_way = True
        _order(reading)
        return reading
    if kept is None:
        return make_and_keep(reading, by=member, key=key)
    reading.report = from_json(kept.body)
    if not is_fresh(kept):
        reading.as_of = kept.made_at
        _order(reading)
    return reading


def make_and_keep(reading: Reading, *, by: Member, key: str = "") -> Reading:
    """Make what `reading` asks for, and keep it. What happens while it is made is not in it: moves, and secrets."""
    reading.key = key or key_of(reading.asked, reading.kind)
    reading.state = newest_move(by.workspace_id)
    keep_result(reading.made(), by=by)
    return reading


@transaction.atomic
def keep_result(reading: Reading, *, by: Member) -> KeptResult:
    """Keep what `reading` says for the next who asks the same."""
    same = {"workspace": by.workspace, "key": reading.key}
    facts = {"report": reading.kind.name, "body": to_json(reading.report), "last_move": reading.state}
    return KeptResult.objects.update_or_create(**same, defaults=facts | {"made_at": timezone.now()})[0]


def forget_results() -> int:
    """Remove results that nobody asks for any more; how many there were."""
    old = KeptResult.objects.across_workspaces("tidying up").filter(made_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def _order(reading: Reading) -> None:
    """Have the worker make it anew, once."""
    from stegvis.insights.jobs import make_anew

    asked = {
        "member": reading.asked.member.pk,
        "name": reading.kind.name,
        "query": kept_query(reading.asked.page.params),
        "language": translation.get_language() or "en",
        "zone": timezone.get_current_timezone_name(),
    }
    if not is_waiting(make_anew, **asked):
        enqueue_on_commit(make_anew, **asked)
