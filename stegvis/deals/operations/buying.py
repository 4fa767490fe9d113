"""The company behind a deal, by its name."""

from django.db import transaction

from stegvis.deals.models import Deal
from stegvis.deals.queries.companies import find_company
from stegvis.people.models import Company
from stegvis.people.naming import name_key
from stegvis.people.operations.creating import create_company
from stegvis.workspaces.models import Member


@transaction.atomic
def ensure_company(name: str, *, by: Member, deal: Deal | None = None) -> Company | None:
    """The company that `name` means, made where there is none; None for an empty name.

    A `deal` that is with a company of this name already stays with it. Raises PermissionDenied, Refused.
    """
    name = " ".join(name.split())
    if not name:
        return None
    if deal is not None and deal.company_id:
        same = Company.objects.visible_to(by).filter(pk=deal.company_id, name_key=name_key(name)).first()
        if same:
            return same
    return find_company(name, by=by) or create_company(by=by, name=name)
