"""Which results are kept, for whom, and whether they still say how it is."""

import hashlib
import json
from datetime import timedelta

from django.utils import timezone, translation

from stegvis.deals.models import StageMove, StageVisit
from stegvis.insights.asked import Asked
from stegvis.insights.kinds import Kind
from stegvis.insights.models import KeptResult
from stegvis.workspaces.permissions import colleagues, scope_of
from stegvis.workspaces.queries.lists import kept_query

# Up to so many stays a report is made whenever somebody opens it.
LARGE = 20_000
# A result is made anew after a move, and after this time: values and owners change without moves.
FRESH = timedelta(minutes=10)


def is_large(workspace_id: int) -> bool:
    """Whether reports of the workspace are kept; looks at no more than LARGE rows."""
    return StageVisit.objects.filter(workspace=workspace_id).order_by()[: LARGE + 1].count() > LARGE


def newest_move(workspace_id: int) -> int:
    """The newest move of the workspace, 0 for none."""
    return StageMove.objects.filter(workspace=workspace_id).order_by("-id").values_list("id", flat=True).first() or 0


def key_of(asked: Asked, kind: Kind) -> str:
    """The hash of all that a result depends on besides the deals: who asks, what is seen, what, when, which words."""
    member = asked.member
    seen = [colleagues(member, scope_of(member, verb)) for verb in ("see", kind.verb)]
    facts = [kind.name, member.pk, member.role, seen, kept_query(asked.page.params), str(asked.today)]
    facts += [translation.get_language(), timezone.get_current_timezone_name()]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def find_result(asked: Asked, kind: Kind) -> KeptResult | None:
    """The kept result of this question, if any."""
    return KeptResult.objects.filter(workspace=asked.member.workspace_id, key=key_of(asked, kind)).first()


def is_fresh(result: KeptResult) -> bool:
    """Whether nobody moved a deal since, and it was made a moment ago."""
    recent = result.made_at > timezone.now() - FRESH
    return recent and result.last_move == newest_move(result.workspace_id)
