"""What comes back by itself."""

from django.utils import timezone

from stegvis.core.jobs import every, job
from stegvis.deals.operations.leading import forget_taken_along
from stegvis.deals.operations.waking import AT_ONCE, wake_deals


@every(hours=24)
@job
def forget_deals_taken_along() -> None:
    """Where deals were before a publication is of no use once it cannot be taken back any more."""
    forget_taken_along()


@every(minutes=10)
@job
def wake_parked_deals() -> None:
    """Days begin at other times in other zones, so this looks often; with nothing to wake it is one small query."""
    while wake_deals(timezone.now()) == AT_ONCE:
        pass
