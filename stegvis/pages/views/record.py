"""What the pages of a company and a person have alike."""

from django.http import HttpRequest

from stegvis.pages.queries.changes import MANY, changes_of
from stegvis.people.countries import country_name, language_name
from stegvis.people.facts import Fact
from stegvis.people.operations.contacting import default_country
from stegvis.workspaces.permissions import may


def frame(request: HttpRequest, record, facts: list[Fact]) -> dict:
    """The context that templates of records share: the record, its facts, and what the member may do with it."""
    member = request.member
    return {
        "record": record,
        "facts": facts,
        "noun": record._meta.model_name,
        "home": default_country(record),
        "granted": {verb for verb in ("edit", "reassign") if may(member, verb, record)},
        "followed": record.followed,
        "may_delete": may(member, "delete", record),
        "may_create": may(member, "create"),
        "country_name": country_name,
        "language_name": language_name,
        "sees": lambda other: other is not None and other.deletion_id is None and may(member, "see", other),
    }


def changes_context(request: HttpRequest, record) -> dict:
    """One page of the changes of `record`, from the change that `?before=` names on."""
    before = request.GET.get("before", "")
    known = before.isascii() and before.isdigit() and len(before) < 19
    return {
        "record": record,
        "changes": changes_of(request.member, record, before=int(before) if known else None, size=MANY),
    }
