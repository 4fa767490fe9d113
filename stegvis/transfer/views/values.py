"""The third step of an import: whose words mean what, a try, and the start."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.transfer.access import get_import
from stegvis.transfer.forms import NEW_PROCESS, ValuesForm, pairs
from stegvis.transfer.messages import row_text
from stegvis.transfer.models import Import
from stegvis.transfer.operations.deciding import decide
from stegvis.transfer.operations.starting import start_import
from stegvis.transfer.operations.trying import MOST_ROWS, try_import
from stegvis.transfer.queries.values import as_asked, decided_values, process_of, read_values_page
from stegvis.transfer.views.answers import address, elsewhere, step, undecided
from stegvis.transfer.wording.made import made_words
from stegvis.transfer.wording.problems import problem_words
from stegvis.ui.render import go, warn
from stegvis.workspaces.customs import currencies

_GROUPS = {"stage": "stages", "member": "members", "reason": "reasons", "product": "products"}


@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, pk: int) -> HttpResponse:
    """Their words beside ours; POST keeps what was chosen and shows the page with it."""
    batch = get_import(request.member, pk)
    if away := elsewhere(request, batch) or undecided(request, batch, columns=True):
        return away
    if request.method == "POST":
        _keep(request, batch)
    return _values_page(request, batch)


@require_POST
def trials(request: HttpRequest, pk: int) -> HttpResponse:
    """What the import would do, without doing it: to htmx only that, else the page with it."""
    batch = get_import(request.member, pk)
    if away := elsewhere(request, batch) or undecided(request, batch, columns=True):
        return away
    whole = "whole" in request.POST
    try:
        _keep(request, batch)
        tried = try_import(batch, by=request.member, **({"rows": MOST_ROWS} if whole else {}))
    except Refused as refusal:
        return _values_page(request, batch, fragment="transfer/_trial.html", trial=None, refused=str(refusal))
    return _values_page(request, batch, fragment="transfer/_trial.html", trial=tried, refused="")


@require_POST
def runs(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the form says, and begin."""
    batch = get_import(request.member, pk)
    if away := elsewhere(request, batch) or undecided(request, batch, columns=True):
        return away
    try:
        _keep(request, batch)
        start_import(batch, by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
        return go(request, address(request, "values", batch.pk))
    return go(request, address(request, "report", batch.pk))


def _keep(request: HttpRequest, batch: Import) -> None:
    """What the form says; what it does not show stays as suggested. A form that makes no sense changes nothing."""
    form = ValuesForm(request.POST, kind=batch.kind)
    if not form.is_valid() or "duplicates" not in request.POST:
        return
    said = form.said()
    for name, part in _GROUPS.items():
        if sent := pairs(request.POST, name):
            said[part] = decided_values(sent)
    if form.cleaned_data["process"]:
        _choose_process(request, form.cleaned_data, said)
    decide(batch, said, by=request.member)


def _choose_process(request: HttpRequest, told: dict, said: dict) -> None:
    """Stages of another process than the one they were shown for are suggested anew."""
    member, chosen = request.member, told["process"]
    process = process_of(member, chosen, told["new_process"])
    if process:
        said["process"] = process.name
    elif chosen == NEW_PROCESS and told["new_process"].strip():
        said["process"] = told["new_process"].strip()
    if chosen != request.POST.get("process_shown"):
        said["stages"] = {}


def _values_page(request: HttpRequest, batch: Import, fragment: str = "transfer/_values.html", **tried) -> HttpResponse:
    page = read_values_page(request.member, batch)
    if any(part not in batch.asked for part in as_asked(page)):
        decide(batch, as_asked(page), by=request.member)
    words = {"problem_words": problem_words, "made_words": made_words, "row_text": row_text, "currencies": currencies()}
    context = {"page": page, "most": MOST_ROWS, "trial": None, "refused": "", **words}
    return step(request, "values", 3, batch, fragment=fragment, **{**context, **tried})
