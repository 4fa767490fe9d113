"""Committing a deal to the quarter, and seeing it otherwise."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal
from stegvis.deals.periods import quarter_start
from stegvis.insights.models import Call, ForecastCommitment
from stegvis.insights.queries.commitments import newest_of
from stegvis.processes.models import StageKind
from stegvis.workspaces.permissions import Actor, member_of, require


@transaction.atomic
def commit_deal(
    deal: Deal, call: str, *, by: Actor, note: str = "", quarter: date | None = None
) -> ForecastCommitment | None:
    """Say that `deal` is in, best case or out in the quarter (the one we are in); None where that was said already.

    Its seller does so who may change it; of somebody else's deal, who may adjust the forecast, with a note. Raises
    PermissionDenied, Refused.
    """
    adjusts = adjusts_forecast(deal, by)
    require(by, "forecast" if adjusts else "edit", deal)
    _refuse(deal, call, note, adjusts)
    quarter = quarter or quarter_start()
    before = newest_of(deal, quarter)
    if before is not None and (before.call, before.note, before.adjusts) == (call, note, adjusts):
        return None
    return ForecastCommitment.objects.create(
        workspace_id=deal.workspace_id,
        deal=deal,
        quarter=quarter,
        call=call,
        adjusts=adjusts,
        note=note,
        by=member_of(by),
    )


def adjusts_forecast(deal: Deal, by: Actor) -> bool:
    """Whether what `by` says of `deal` is about somebody else's deal."""
    member = member_of(by)
    return deal.owner_id is not None and (member is None or member.pk != deal.owner_id)


def _refuse(deal: Deal, call: str, note: str, adjusts: bool) -> None:
    if call not in Call.values:
        raise Refused(_("Choose in, best case or out."))
    if deal.status not in (StageKind.OPEN, StageKind.PARKED):
        raise Refused(_("This deal is decided already."))
    if adjusts and not note and call != Call.NONE:
        raise Refused(_("Say in a note why you see it otherwise than the seller."))
