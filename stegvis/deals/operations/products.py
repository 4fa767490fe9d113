"""The price list. Lines of deals copy name and price, so a change here changes no deal."""

from django.db import transaction

from stegvis.deals.models import Product
from stegvis.workspaces.models import Deletion, Workspace
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.permissions import Actor, require

FACTS = ("name", "code", "price", "currency", "period", "cost", "most_discount", "least_margin")


@transaction.atomic
def add_product(workspace: Workspace, *, by: Actor, **facts) -> Product:
    """A new product with these FACTS. Raises PermissionDenied."""
    product = Product(workspace=workspace, **facts)
    require(by, "processes", product)
    product.save()
    return product


@transaction.atomic
def change_product(product: Product, *, by: Actor, **facts) -> list[str]:
    """Set these FACTS of `product` and keep who changed what; the names of the changed ones come back."""
    refresh(product)
    require(by, "processes", product)
    before = {name: getattr(product, name) for name, value in facts.items() if getattr(product, name) != value}
    for name in before:
        setattr(product, name, facts[name])
    if before:
        product.save(update_fields=[*before, "updated_at"])
        record_changes(product, before, {name: facts[name] for name in before}, by=by)
    return list(before)


@transaction.atomic
def delete_product(product: Product, *, by: Actor) -> Deletion:
    """Take `product` off the price list; lines on deals stay as they are, and it can be undone."""
    return delete_records([product], by=by, verb="processes")
