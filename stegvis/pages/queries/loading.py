"""What rows of a list need from other tables: each loader is one query for all rows of the page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from types import SimpleNamespace

from django.urls import reverse

from stegvis.people.home import home_country
from stegvis.people.models import Address, Company, ContactPoint
from stegvis.workspaces.models import Member

Rows = Sequence[SimpleNamespace]


def address_loader(view: str) -> Callable[[Rows, Member], None]:
    """A loader of `row.address`: where the row's page is; `view` is its URL name."""

    def load_addresses(rows: Rows, reader: Member) -> None:
        pattern = reverse(view, kwargs={"slug": reader.workspace.slug, "pk": 0})
        for row in rows:
            row.address = pattern.replace("/0/", f"/{row.id}/")

    return load_addresses


def load_owners(rows: Rows, reader: Member) -> None:
    """`row.owner`: (id, name) or None."""
    ids = {row.owner_id for row in rows if row.owner_id}
    names = dict(Member.objects.filter(workspace=reader.workspace_id, pk__in=ids).values_list("pk", "name"))
    for row in rows:
        row.owner = (row.owner_id, names[row.owner_id]) if row.owner_id in names else None


def load_companies(rows: Rows, reader: Member) -> None:
    """`row.company`: (address, name) of a company that the reader sees, or None."""
    pattern = reverse("pages:company", kwargs={"slug": reader.workspace.slug, "pk": 0})
    ids = {row.company_id for row in rows if row.company_id}
    names = dict(Company.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", "name"))
    for row in rows:
        address = pattern.replace("/0/", f"/{row.company_id}/")
        row.company = (address, names[row.company_id]) if row.company_id in names else None


def load_cities(rows: Rows, reader: Member) -> None:
    """`row.city`: of the company's first address that has one."""
    addresses = Address.objects.filter(workspace=reader.workspace_id, company__in=[row.id for row in rows])
    cities = dict(addresses.exclude(city="").order_by("-id").values_list("company", "city"))
    for row in rows:
        row.city = cities.get(row.id, "")


def reach_loader(side: str) -> Callable[[Rows, Member], None]:
    """A loader of `row.reach`: kind to the first value, for companies or people (`side`)."""

    def load_reach(rows: Rows, reader: Member) -> None:
        points = ContactPoint.objects.filter(workspace=reader.workspace_id, **{f"{side}__in": [row.id for row in rows]})
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for pk, kind, value in points.order_by("-id").values_list(side, "kind", "value"):
            found[pk][kind] = value
        home = home_country(reader.workspace)
        for row in rows:
            row.reach, row.home = found[row.id], home

    return load_reach


def tag_loader(model) -> Callable[[Rows, Member], None]:
    """A loader of `row.tags`: the names of the row's tags, in order."""

    def load_tags(rows: Rows, reader: Member) -> None:
        found: dict[int, list[str]] = defaultdict(list)
        for pk, name in tags_of(model, [row.id for row in rows]):
            found[pk].append(name)
        for row in rows:
            row.tags = found[row.id]

    return load_tags


def tags_of(model, ids: Iterable[int]) -> Iterable[tuple[int, str]]:
    """Record and tag name of the tagged ones among `ids`, without deleted tags."""
    column = f"{model._meta.model_name}_id"
    through = model.tags.through.objects.filter(**{f"{column}__in": list(ids)}, tag__deletion=None)
    return through.order_by("tag__name").values_list(column, "tag__name")
