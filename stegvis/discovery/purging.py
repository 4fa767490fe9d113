"""What becomes of interviews when the deals they are about are erased for good."""

from collections.abc import Callable, Sequence

from django.db import models

from stegvis.deals.models import Deal
from stegvis.discovery.models import InterviewLead


def hide_leads(model: type[models.Model], ids: Sequence[int]) -> Callable[[], None]:
    """A companion of the trash: what was said about private deals stays hidden when nobody can tell any more whose."""
    if model is Deal:
        private = Deal._base_manager.filter(pk__in=ids, private=True)
        InterviewLead._base_manager.filter(deal__in=private).update(private=True)
    return lambda: None
