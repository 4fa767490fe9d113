"""Which results are kept, for whom, and whether they still say how it is."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils import timezone, translation

from stegvis.deals.models import Deal, StageMove, StageVisit
from stegvis.insights.asked import Asked
from stegvis.insights.kinds import Kind
from stegvis.insights.models import ChangedStay, ColumnsKept, KeptResult
from stegvis.workspaces.models import AuditEntry, FieldChange, Member
from stegvis.workspaces.permissions import allowed, colleagues, scope_of
from stegvis.workspaces.queries.lists import kept_query
from stegvis.workspaces.queries.sight import LAST_SEEN, OF_SIGHT

# Up to so many stays a report is made whenever somebody opens it.
LARGE = 20_000
# Of more than so many nobody waits for a page: their pages are made by the worker, and shown when they are ready.
VERY_LARGE = 300_000
# A result is made anew after a move, and after this time: values and owners change without moves.
FRESH = timedelta(minutes=10)
# After more of them than that nobody looks at each deal.
MOST_CHANGES = 1_000
# Of more stays columns are kept, too; after so many changes they are brought up to date.
FOR_COLUMNS = 20_000
MANY_CHANGED = 2_000
# The reports that tell of targets.
OF_TARGETS = ("targets", "forecast")


def is_large(workspace_id: int) -> bool:
    """Whether reports of the workspace are kept; looks at no more than LARGE rows."""
    return _has_more_stays(workspace_id, LARGE)


def has_many_stays(member: Member) -> bool:
    """Whether the workspace is so large that its reports are kept, and made from columns; asked once for each member.

    The database adds up few rows sooner than numpy is there.
    """
    known = member.__dict__.setdefault("_many_stays", [])
    if not known:
        known.append(is_large(member.workspace_id))
    return known[0]


def is_very_large(workspace_id: int) -> bool:
    """Whether pages leave the making of reports to the worker; looks at no more than VERY_LARGE rows."""
    return _has_more_stays(workspace_id, VERY_LARGE)


def _has_more_stays(workspace_id: int, limit: int) -> bool:
    return StageVisit.objects.filter(workspace=workspace_id).order_by()[: limit + 1].count() > limit


def is_for_columns(workspace_id: int) -> bool:
    """Whether the stays of the workspace are to be kept as columns, too."""
    return _has_more_stays(workspace_id, FOR_COLUMNS)


def lacks_columns(workspace_id: int) -> bool:
    """Whether the stays of a large workspace are not kept as columns yet, or too many of them have changed since."""
    if not ColumnsKept.objects.filter(workspace=workspace_id, complete=True).exists():
        return is_for_columns(workspace_id)
    changed = ChangedStay.objects.filter(workspace=workspace_id).order_by()
    return changed[: MANY_CHANGED + 1].count() > MANY_CHANGED


def newest_move(workspace_id: int) -> int:
    """The newest move of the workspace, 0 for none."""
    return StageMove.objects.filter(workspace=workspace_id).order_by("-id").values_list("id", flat=True).first() or 0


def changes_of_sight(workspace_id: int) -> list[int]:
    """The newest changes of who may see which deal: given away, made private, opened to somebody."""
    changes = FieldChange.objects.filter(OF_SIGHT, workspace=workspace_id).order_by("-id")
    return list(changes.values_list("id", flat=True)[:LAST_SEEN])


def key_of(asked: Asked, kind: Kind) -> str:
    """The hash of all that a result depends on besides the deals: who asks, what is seen, what, when, which words.

    Of the address only what the report reads: a word more in it would make everything anew.
    """
    member = asked.member
    seen = [colleagues(member, scope_of(member, verb)) for verb in ("see", "insights", "coach", kind.verb)]
    facts = [kind.name, member.pk, member.role, seen, _read_by(asked), str(asked.today)]
    facts += [translation.get_language(), timezone.get_current_timezone_name()]
    facts += [member.workspace.grants]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _read_by(asked: Asked) -> str:
    names = {name for one in asked.page.listing.filters for name in one.names}
    read = QueryDict(mutable=True)
    for name in names.intersection(asked.page.params):
        read.setlist(name, asked.page.params.getlist(name))
    return kept_query(read)


def find_result(workspace_id: int, key: str) -> KeptResult | None:
    """The kept result of that key, if any."""
    return KeptResult.objects.filter(workspace=workspace_id, key=key).first()


def is_showable(result: KeptResult, member: Member, sight: Sequence[int]) -> bool:
    """Whether `member` may still be told `result`, with `sight` the newest changes of who may see which deal.

    After any of them it is made anew; where that takes minutes, it may be shown while they were of deals that are seen.
    """
    if result.sight == sight:
        return True
    if not is_very_large(member.workspace_id):
        return False
    changes = FieldChange.objects.filter(OF_SIGHT, workspace=member.workspace_id, id__gt=min(result.sight, default=0))
    newest = changes.exclude(id__in=result.sight).order_by("-id")
    deals = set(newest.values_list("record_id", flat=True)[:MOST_CHANGES])
    seen = allowed(Deal.objects.filter(workspace=member.workspace_id, pk__in=deals), member, "insights")
    return len(deals) < MOST_CHANGES and seen.order_by().count() == len(deals)


def is_fresh(result: KeptResult, sight: Sequence[int]) -> bool:
    """Whether nobody moved a deal since, or let others see it, and it was made a moment ago."""
    recent = result.made_at > timezone.now() - FRESH
    return recent and result.sight == sight and result.last_move == newest_move(result.workspace_id)


def is_overtaken(report: str, workspace_id: int, begun: datetime) -> bool:
    """Whether targets were set since `begun`, by which a report that tells them no longer holds."""
    if report not in OF_TARGETS:
        return False
    return AuditEntry.objects.filter(workspace=workspace_id, act="targets_set", at__gte=begun).exists()
