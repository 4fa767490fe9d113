"""Kept counts and sums, so that a board's heads cost the same in every workspace.

A trigger on the deal table keeps them, whatever way a deal is written; `stegvis.deals.tallying` holds it.
"""

from decimal import Decimal

from django.db import models

from stegvis.core.scoping import WorkspaceOwned


class DealTally(WorkspaceOwned):
    """How many living deals, worth how much, an owner has in a stage, by currency, privacy and month of the decision.

    `closed_month` is 202611 for what was won or lost in November 2026 (UTC), 0 for what is not. `owner_id` is 0 for
    deals without owner. `hundredths` is exact: SQLite would sum decimals as floats.
    """

    stage_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    private = models.BooleanField()
    closed_month = models.IntegerField(default=0)
    deals = models.BigIntegerField()
    hundredths = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage_id", "owner_id", "currency", "private", "closed_month"], name="deals_tally_once"
            )
        ]
        indexes = [models.Index(fields=["workspace", "stage_id", "closed_month"], name="deals_tally_of_workspace")]

    @property
    def amount(self) -> Decimal:
        """The sum in units of the currency."""
        return Decimal(self.hundredths) / 100
