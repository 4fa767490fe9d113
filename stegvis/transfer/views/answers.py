"""What the views of an import share: addresses, the frame of a step, the way back from one that is not yet due."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.transfer.models import Import, State
from stegvis.transfer.queries.files import is_there
from stegvis.transfer.wording.fields import TITLES
from stegvis.ui.render import go, render, warn

_DRAFT = (State.UPLOADED, State.READY)


def address(request: HttpRequest, name: str, *args) -> str:
    """The address of a view of this app in this workspace."""
    return reverse(f"transfer:{name}", args=[request.member.workspace.slug, *args])


def step(request: HttpRequest, template: str, number: int, batch: Import, **context) -> HttpResponse:
    """A page of the wizard."""
    title = TITLES[batch.kind]
    return render(request, f"transfer/{template}.html", batch=batch, step=number, import_title=title, **context)


def elsewhere(request: HttpRequest, batch: Import) -> HttpResponse | None:
    """Where a draft's step leads when the import has begun, or its file is gone; None where it may be shown."""
    if batch.state not in _DRAFT:
        return go(request, address(request, "report", batch.pk))
    if not is_there(batch):
        warn(request, _("The file was removed because nobody used it for a month. Choose it again."))
        return go(request, address(request, "new_import"))
    return None


def undecided(request: HttpRequest, batch: Import, *, columns: bool = False) -> HttpResponse | None:
    """Back to the step that has to be answered first: the order of dates, then (with `columns`) the columns."""
    shapes = batch.understanding.get("columns", {}).values()
    if any(shape.get("asks") for shape in shapes):
        warn(request, _("First say how the dates are to be read."))
        return go(request, address(request, "file", batch.pk))
    if columns and not batch.asked.get("columns"):
        return go(request, address(request, "columns", batch.pk))
    return None
