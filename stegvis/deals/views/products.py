"""Settings of the price list."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.deals.access import get_product
from stegvis.deals.forms.products import ProductForm
from stegvis.deals.operations.products import add_product, change_product, delete_product
from stegvis.deals.queries.prices import products_page
from stegvis.ui.render import go, toast
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import undo_address


@require_http_methods(["GET", "HEAD", "POST"])
def products(request):
    """The price list; posting adds a product."""
    require(request.member, "processes")
    form = ProductForm(request.POST or None, home=request.member.workspace.currency)
    if request.method == "POST" and form.is_valid():
        add_product(request.member.workspace, by=request.member, **form.cleaned_data)
        toast(request, _("“%(product)s” is on the price list.") % {"product": form.cleaned_data["name"]})
        return go(request, _page(request))
    rows, after = products_page(request.member, request.GET.get("after", ""))
    context = {"form": form, "products": rows, "after": after, "is_later": "after" in request.GET}
    answer = render_settings(request, "deals/products.html", "products", **context)
    answer.status_code = 422 if form.is_bound else 200
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def product(request, pk: int):
    """One product, to be changed."""
    one = get_product(request.member, pk, "processes")
    form = ProductForm(
        request.POST if request.method == "POST" else None, home=request.member.workspace.currency, product=one
    )
    if request.method == "POST" and form.is_valid():
        change_product(one, by=request.member, **form.cleaned_data)
        toast(request, _("Saved."))
        return go(request, _page(request))
    answer = render_settings(request, "deals/product.html", "products", form=form, product=one)
    answer.status_code = 422 if form.is_bound else 200
    return answer


@require_POST
def product_deletion(request, pk: int):
    """Off the price list."""
    one = get_product(request.member, pk, "processes")
    deletion = delete_product(one, by=request.member)
    toast(request, _("“%(product)s” is off the price list.") % {"product": one.name}, undo_address(request, deletion))
    return go(request, _page(request))


def _page(request) -> str:
    return reverse("deals:products", args=[request.member.workspace.slug])
