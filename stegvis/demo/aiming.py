"""What the demo's firm wants to win: quarters of this year and the last, for all, both teams and each seller."""

from decimal import Decimal

from django.utils import timezone

from stegvis.demo import material
from stegvis.demo.firm import Firm, rounded
from stegvis.insights.models import Length
from stegvis.insights.operations.targets import set_targets
from stegvis.insights.targeting import VALUE, Plan, Whose, starts_of
from stegvis.workspaces.models import Team

# A quarter of one seller, in kronor.
EACH = 600_000


def set_aims(firm: Firm) -> None:
    """Two sellers in each team, so a team has twice a seller's target, and all have twice a team's."""
    each = rounded(Decimal(EACH) / Decimal(material.IN_KRONOR[firm.workspace.currency]))
    teams = Team.objects.filter(workspace=firm.workspace).values_list("pk", flat=True)
    wanted = {Whose(): 4 * each} | {Whose("team", pk): 2 * each for pk in teams}
    wanted |= {Whose("member", seller.pk): each for seller in firm.sellers}
    this = timezone.localdate().year
    starts = [start for year in (this - 1, this) for start in starts_of(year, Length.QUARTER)]
    cells = {(whose, start): amount for whose, amount in wanted.items() for start in starts}
    set_targets(Plan(Length.QUARTER.value, VALUE), cells, by=firm.story)
