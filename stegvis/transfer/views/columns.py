"""The second step of an import: which column becomes which field."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from stegvis.transfer.access import get_import, get_mapping
from stegvis.transfer.forms import read_columns
from stegvis.transfer.models import Import
from stegvis.transfer.operations.deciding import decide
from stegvis.transfer.queries.columns import headers_of, known_mapping, read_columns_page
from stegvis.transfer.views.answers import address, elsewhere, step, undecided
from stegvis.ui.render import go


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns with what they become; POST keeps it and goes on to the values."""
    batch = get_import(request.member, pk)
    if away := elsewhere(request, batch) or undecided(request, batch):
        return away
    if request.method == "POST":
        return _decided(request, batch)
    chosen = request.GET.get("mapping", "")
    use = get_mapping(request.member, int(chosen)) if chosen.isdecimal() else None
    page = read_columns_page(request.member, batch, use=use)
    return step(request, "columns", 2, batch, page=page, problems=[], use=use)


def _decided(request: HttpRequest, batch: Import) -> HttpResponse:
    member = request.member
    told, wrong, problems = read_columns(request.POST, batch.kind, headers_of(batch))
    if wrong or problems:
        page = read_columns_page(member, batch, sent=told, wrong=wrong)
        return step(request, "columns", 2, batch, page=page, problems=problems, use=None, status=422)
    decide(batch, _with_what_was_known(request, batch, told), by=member)
    return go(request, address(request, "values", batch.pk))


def _with_what_was_known(request: HttpRequest, batch: Import, told: dict) -> dict:
    """A mapping known from elsewhere brings its values too, and how its columns are read."""
    member, chosen = request.member, request.POST.get("mapping", "")
    if batch.asked.get("columns") and not chosen:
        return {"columns": told}
    use = get_mapping(member, int(chosen)).asked if chosen.isdecimal() else None
    known = known_mapping(member, batch)
    asked = use or (known.asked if known else {})
    kept = asked.get("columns", {})
    return {**asked, "columns": {header: _read_as(kept.get(header), key) for header, key in told.items()}}


def _read_as(known, key: str | None):
    """A column that becomes the same field as before is read as before."""
    return known if isinstance(known, dict) and known.get("field") == key else key
