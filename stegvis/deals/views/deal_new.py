"""Making a deal: in one line, or by the full form."""

from django.views.decorators.http import require_safe

from stegvis.ui.render import render
from stegvis.workspaces.permissions import require


@require_safe
def new_deal(request):
    """The page on which a deal is made."""
    require(request.member, "create")
    return render(request, "deals/deal_new.html")
