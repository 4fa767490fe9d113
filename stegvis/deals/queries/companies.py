"""Which company a name means."""

import re

from stegvis.people.models import Company
from stegvis.people.naming import name_key, same_keys
from stegvis.workspaces.models import Member

NUMBERED = re.compile(r" \(#([0-9]{1,18})\)$")


def find_company(name: str, *, by: Member) -> Company | None:
    """The company that `name` means among those `by` may see: of the very name, else with another legal form.

    "Ekhamra (#12)", as suggestions write it where several have one name, is the company with the id 12.
    """
    numbered = NUMBERED.search(name)
    if numbered:
        return Company.objects.visible_to(by).filter(pk=int(numbered[1])).first()
    key = name_key(name.replace("\x00", ""))
    if not key:
        return None
    found = Company.objects.visible_to(by).filter(name_key__in=[key, *same_keys(name)]).order_by("pk")[:20]
    exact = [company for company in found if company.name_key == key]
    return next(iter([*exact, *found]), None)
