"""Lines of the price list."""

from stegvis.core.folding import squeeze
from stegvis.deals.models import Product
from stegvis.transfer.cells import Facts, RowRefused
from stegvis.transfer.kinds import Outcome
from stegvis.transfer.models import Act
from stegvis.transfer.reading import Row
from stegvis.transfer.run import Run, Trace

_FIELDS = ("name", "code", "price", "currency", "period")


class ProductImporter:
    """Makes products by name; price lists are short, so each is a plain save. See Importer."""

    def __init__(self, run: Run, facts: Facts):
        self.run, self.facts = run, facts
        self.known = {squeeze(one.name): one for one in Product.objects.filter(workspace=run.workspace).order_by("-id")}

    def take(self, rows: list[Row]) -> Outcome:
        """Make or change the products of `rows`."""
        outcome = Outcome()
        for row in rows:
            try:
                self._take(row, outcome)
            except RowRefused as refusal:
                outcome.rejected.append((row, refusal))
        return outcome

    def _take(self, row: Row, outcome: Outcome) -> None:
        facts = self.facts(row.cells)
        if not facts.get("name"):
            raise RowRefused("missing_name")
        wanted = {name: facts[name] for name in _FIELDS if name in facts}
        known = self.known.get(squeeze(facts["name"]))
        if known is None or self.run.mapping.duplicates == "create":
            self._make(row, {"currency": self.run.currency, **wanted})
            outcome.created += 1
        elif self.run.mapping.duplicates == "update" and self._change(row, known, wanted):
            outcome.updated += 1
        else:
            outcome.skipped += 1

    def _make(self, row: Row, wanted: dict) -> None:
        product = Product.objects.create(workspace=self.run.workspace, updated_at=self.run.now, **wanted)
        self.known[squeeze(product.name)] = product
        self.run.traces.append(Trace("product", product.pk, Act.CREATED, row.number, at=product.updated_at))

    def _change(self, row: Row, product: Product, wanted: dict) -> bool:
        changed = {name: value for name, value in wanted.items() if getattr(product, name) != value}
        before = {name: None if getattr(product, name) is None else str(getattr(product, name)) for name in changed}
        for name, value in changed.items():
            setattr(product, name, value)
        if changed:
            product.save(update_fields=[*changed, "updated_at"])
            self.run.traces.append(Trace("product", product.pk, Act.UPDATED, row.number, before, at=product.updated_at))
        return bool(changed)
