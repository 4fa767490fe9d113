"""Settings of data: what was imported, ways out, and copies of everything."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.transfer.access import get_import
from stegvis.transfer.models import State
from stegvis.transfer.operations.starting import discard_import
from stegvis.transfer.operations.taking_out import may_take_out
from stegvis.transfer.queries.reports import imports_of
from stegvis.transfer.queries.wholes import newest_whole
from stegvis.transfer.views.answers import address
from stegvis.transfer.wording.exports import EXPORTS, FORMATS
from stegvis.ui.render import go, toast, warn
from stegvis.workspaces.permissions import may, require
from stegvis.workspaces.settings_nav import render_settings

_DRAFT = (State.UPLOADED, State.READY)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Imports (for those who may import), exports (for those who may export), backups."""
    member, before = request.member, request.GET.get("before", "")
    importing, exporting = may(member, "import"), may(member, "export")
    if not importing:
        require(member, "export")
    place = int(before) if before.isdecimal() and len(before) < 18 else None
    imports, after = imports_of(member, place) if importing else ([], None)
    everything = may_take_out(member)
    context: dict[str, Any] = {"everything": everything, "whole": newest_whole(member) if everything else None}
    context |= {"imports": imports, "after": after, "importing": importing, "exporting": exporting, "before": before}
    return render_settings(request, "transfer/data.html", "data", exports=EXPORTS, formats=FORMATS, **context)


@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """To the step at which an import stands."""
    batch = get_import(request.member, pk)
    if batch.state not in _DRAFT:
        return go(request, address(request, "report", batch.pk))
    return go(request, address(request, "values" if batch.asked.get("columns") else "file", batch.pk))


@require_POST
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away that never became an import."""
    batch = get_import(request.member, pk)
    try:
        discard_import(batch, by=request.member)
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("“%(file)s” was thrown away. Nothing of it had been imported.") % {"file": batch.name})
    return go(request, address(request, "data"))
