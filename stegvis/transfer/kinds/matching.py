"""Which rows are about records that are there already, by the mapping's rule."""

from typing import TYPE_CHECKING

from stegvis.deals.models import Deal
from stegvis.people.naming import name_key
from stegvis.transfer.identity import own_id
from stegvis.transfer.run import Run

if TYPE_CHECKING:
    from stegvis.transfer.kinds.deals import Candidate


def matched_deals(run: Run, candidates: "list[Candidate]") -> None:
    """Set `known` on the candidates whose deal is there: by number, or (without number) by title and company.

    By title, deals of this same import do not count: a file may hold several renewals of one customer.
    """
    if run.mapping.duplicates == "create":
        return
    if "external_id" in run.mapping.match:
        _by_number(run, [one for one in candidates if "external_id" in one.facts])
    if "name" in run.mapping.match:
        _by_title(run, [one for one in candidates if "title" in one.facts and "external_id" not in one.facts])


def _by_number(run: Run, candidates: "list[Candidate]") -> None:
    numbers = {one.facts["external_id"] for one in candidates}
    deals = Deal.objects.filter(workspace=run.workspace, external_id__in=numbers).order_by("-id")
    known = dict(deals.values_list("external_id", "pk")) if numbers else {}
    known.update(own_id(run.workspace).living(Deal, numbers - known.keys()))
    for one in candidates:
        one.known = known.get(one.facts["external_id"])


def _by_title(run: Run, candidates: "list[Candidate]") -> None:
    titles = {one.facts["title"] for one in candidates}
    if not titles:
        return
    before = run.batch.baseline.get("deal", 0)
    deals = Deal.objects.filter(workspace=run.workspace, title__in=titles, pk__lte=before).order_by("-id")
    known = {(title, name or ""): pk for title, name, pk in deals.values_list("title", "company__name_key", "pk")}
    for one in candidates:
        one.known = known.get((one.facts["title"], name_key(one.reference.name)))
