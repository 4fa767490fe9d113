"""Their products on our price list."""

from stegvis.core.folding import squeeze
from stegvis.deals.models import Product
from stegvis.transfer.run import Run


class Products:
    """Finds products by mapping or name, blanks and case aside ("GTXPro" is "GTX Pro"); makes those that are missing
    where the mapping wants it."""

    def __init__(self, run: Run):
        self.run = run
        rows = Product.objects.filter(workspace=run.workspace).order_by("-id").values_list("name", "pk")
        self.known = {squeeze(name): (pk, name) for name, pk in rows}

    def find(self, text: str) -> tuple[int | None, str] | None:
        """(id on the price list or None, name) of the product `text`; None where the mapping leaves it out."""
        told = self.run.mapping.products.get(text, text)
        if not told:
            return None
        key = squeeze(told) or told
        if key not in self.known:
            if not self.run.mapping.make_products:
                return None, told
            self.known[key] = (self._make(told), told)
        return self.known[key]

    def _make(self, name: str) -> int:
        product = Product.objects.create(workspace=self.run.workspace, name=name[:200], currency=self.run.currency)
        self.run.note_made("product", product.pk, product.updated_at)
        return product.pk
