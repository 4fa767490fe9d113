"""The ways to recognise a record that somebody has to ask for: the same phone, a similar name."""

from collections.abc import Iterable
from typing import Any

from stegvis.people.home import home_country
from stegvis.people.models import ContactPoint
from stegvis.people.queries.similar import similar
from stegvis.transfer.contacts import first_keys
from stegvis.transfer.run import Run


class Alike:
    """Companies or people of a chunk by phone or similar name. Rows of the same file are not compared this way."""

    def __init__(self, run: Run, kind: str, match: Iterable[str], told: list[dict[str, Any]]):
        self.workspace_id, self.kind = run.workspace.pk, kind
        self.home = run.mapping.country or home_country(run.workspace)
        keys = {key for facts in told for key in self._keys(facts)} if "phone" in match else set()
        points = ContactPoint.objects.filter(workspace=run.workspace, kind="phone", key__in=keys)
        rows = points.filter(**{f"{kind}__isnull": False, f"{kind}__deletion": None}).order_by("-id")
        self.phones = dict(rows.values_list("key", f"{kind}_id")) if keys else {}

    def by_phone(self, facts: dict[str, Any]) -> int | None:
        """Who has a phone of the row."""
        return next((self.phones[key] for key in self._keys(facts) if key in self.phones), None)

    def by_name(self, name: str) -> int | None:
        """Whose name is most like `name`, among those that were looked at for duplicates already."""
        found = similar(self.workspace_id, self.kind, name) if name.strip() else []
        return found[0][0] if found else None

    def _keys(self, facts: dict[str, Any]) -> list[str]:
        return first_keys("phone", facts.get("phone", ()), facts.get("country") or self.home)
