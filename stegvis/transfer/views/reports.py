"""The last step of an import: progress, report, the rows to mend, and the way back."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.transfer.access import get_import
from stegvis.transfer.models import Import, State
from stegvis.transfer.operations.starting import go_on, start_undo
from stegvis.transfer.queries.reports import read_report, rejected_file
from stegvis.transfer.views.answers import address, step
from stegvis.transfer.wording.made import made_words
from stegvis.ui.render import go, toast, warn

_BEGUN = (State.RUNNING, State.DONE, State.FAILED, State.UNDOING, State.UNDONE)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, or what came of it; htmx asks again while it runs."""
    batch = get_import(request.member, pk)
    if batch.state not in _BEGUN:
        return go(request, address(request, "import", batch.pk))
    after = request.GET.get("after", "")
    page = read_report(request.member, batch, int(after) if after.isdecimal() and len(after) < 18 else 0)
    context = {
        "page": page,
        "after": after,
        "made_words": made_words,
        "running": batch.state in (State.RUNNING, State.UNDOING),
    }
    return step(request, "report", 4, batch, **context)


@require_safe
def rejected_rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that were not taken, as a file to mend and send again."""
    batch = get_import(request.member, pk)
    answer = StreamingHttpResponse(
        rejected_file(batch, _("Why it was not taken")), content_type="text/csv; charset=utf-8"
    )
    name = slugify(batch.name.rpartition(".")[0] or batch.name)[:80] or "import"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-rejected.csv"'
    return answer


@require_POST
def continuation(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with an import that stopped at an error."""
    batch = get_import(request.member, pk)
    return _act(request, batch, lambda: go_on(batch, by=request.member), "")


@require_POST
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the whole import back."""
    batch = get_import(request.member, pk)
    said = _("The import is being taken back.")
    return _act(request, batch, lambda: start_undo(batch, by=request.member), said)


def _act(request: HttpRequest, batch: Import, verb, said: str) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        if said:
            toast(request, said)
    return go(request, address(request, "report", batch.pk))
