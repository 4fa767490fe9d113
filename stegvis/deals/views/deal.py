"""The deal page, and the side panel that shows the same deal over a list."""

from django.views.decorators.http import require_safe

from stegvis.deals.access import get_deal
from stegvis.ui.render import render


@require_safe
def deal_page(request, pk: int):
    """One deal; `?panel=1` answers only what the side panel holds."""
    deal = get_deal(request.member, pk)
    return render(request, "deals/deal.html", deal=deal)
