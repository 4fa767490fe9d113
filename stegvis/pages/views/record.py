"""What the pages of a company and a person have alike."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from stegvis.pages.queries.changes import changes_of
from stegvis.people.countries import country_name, language_name
from stegvis.people.facts import Fact
from stegvis.people.facts.own import own_facts
from stegvis.people.operations.contacting import default_country
from stegvis.people.views.facts import shown_own
from stegvis.ui.render import render
from stegvis.workspaces.permissions import may
from stegvis.workspaces.queries.field_changes import MANY, before_of


def frame(request: HttpRequest, record, facts: list[Fact]) -> dict:
    """The context that templates of records share: the record, its facts, and what the member may do with it."""
    member = request.member
    facts = [*facts, *own_facts(member, record._meta.model_name)]
    return {
        "record": record,
        "facts": facts,
        "own": shown_own(member, record, facts),
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
    return {
        "record": record,
        "changes": changes_of(request.member, record, before=before_of(request.GET), size=MANY),
    }


def show_history(request: HttpRequest, record, fact: Fact) -> HttpResponse:
    """The history of one fact of `record`: in the side panel, or as a page."""
    noun = record._meta.model_name
    names = {"slug": request.member.workspace.slug, "pk": record.pk}
    return render(
        request,
        "ui/fact_history.html",
        fragment="ui/_fact_history.html",
        place="companies" if noun == "company" else "people",
        fact_label=fact.label,
        record_name=record.name,
        record_address=reverse(f"pages:{noun}", kwargs=names),
        here=reverse(f"pages:{noun}_fact_history", kwargs={**names, "key": fact.key}),
        changes=changes_of(request.member, record, only=fact.history, before=before_of(request.GET), size=MANY),
    )
