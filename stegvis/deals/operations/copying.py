"""Deals made from deals: a duplicate, and the next sale to the same buyer."""

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.gates import SOLD
from stegvis.deals.models import Deal, DealLine
from stegvis.deals.operations.creating import create_deal
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import Actor, may, require

COPIED = ("company", "amount", "currency", "amount_from_lines", "team", "source", "description", "private")


@transaction.atomic
def duplicate_deal(deal: Deal, *, by: Actor) -> Deal:
    """A new deal at the start of the process with the same facts, people, tags and lines, but none of the history."""
    title = _("%(title)s (copy)") % {"title": deal.title[:280]}
    return _copy(deal, title, by=by, expected_close=deal.expected_close)


@transaction.atomic
def create_next_deal(deal: Deal, *, by: Actor, title: str = "") -> Deal:
    """The next sale to the buyer of a won `deal`, linked to it. Refused while the deal is not won."""
    require(by, "create")
    if deal.status not in SOLD:
        raise Refused(_("The next deal follows from a won one."))
    return _copy(deal, title.strip() or deal.title, by=by, after=deal)


def _copy(deal: Deal, title: str, *, by: Actor, **facts) -> Deal:
    people = [one.person for one in deal.stakeholders.select_related("person")]
    kept = {name: getattr(deal, name) for name in COPIED}
    copy = create_deal(
        by=by, process=deal.process, title=title, owner=_new_owner(deal, by), people=people, **kept, **facts
    )
    copy.tags.set(deal.tags.all())
    copy.named.set(deal.named.all())
    _copy_lines(deal, copy)
    return copy


def _new_owner(deal: Deal, by: Actor) -> Member | None:
    """The same owner where the copier may make deals for them, else the copier."""
    return deal.owner if not isinstance(by, Member) or may(by, "create", deal) else by


def _copy_lines(deal: Deal, copy: Deal) -> None:
    lines = list(deal.lines.all())
    for line in lines:
        line.pk, line.deal = None, copy
    DealLine.objects.bulk_create(lines)
