"""Mappings kept by name, for the next file of the same kind."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stegvis.core.errors import Refused
from stegvis.transfer.access import get_import, get_mapping
from stegvis.transfer.forms import NameForm
from stegvis.transfer.operations.deciding import forget_mapping, save_mapping
from stegvis.transfer.views.answers import address
from stegvis.ui.render import go, toast, warn
from stegvis.workspaces.views.answers import undo_kept


@require_POST
def mappings(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was decided of an import under a name."""
    batch = get_import(request.member, pk)
    form = NameForm(request.POST)
    if not form.is_valid():
        warn(request, _("A mapping needs a name of at most 120 letters."))
        return go(request, address(request, "import", batch.pk))
    try:
        saved = save_mapping(batch, form.cleaned_data["name"], by=request.member)
        toast(
            request, _("Kept as “%(name)s”. Files with the same headers will be matched by it.") % {"name": saved.name}
        )
    except Refused as refusal:
        warn(request, str(refusal))
    return go(request, address(request, "import", batch.pk))


@require_POST
def mapping_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a mapping."""
    saved = get_mapping(request.member, pk)
    forget_mapping(saved, by=request.member)
    toast(request, _("The mapping “%(name)s” was forgotten.") % {"name": saved.name}, undo_kept(request))
    return go(request, address(request, "data"))
