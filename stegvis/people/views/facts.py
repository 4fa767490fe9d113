"""Editing one fact where it stands; without scripts on a page of its own."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.core.errors import ChangedMeanwhile, Refused
from stegvis.people.access import get_company, get_person
from stegvis.people.countries import country_name, language_name
from stegvis.people.facts import COMPANY_FACTS, PERSON_FACTS, Fact, FactForm
from stegvis.people.facts.own import OwnFact, own_fact
from stegvis.people.operations.contacting import default_country
from stegvis.ui.render import go, render, toast, wants_fragment
from stegvis.workspaces.own.showing import shown_values
from stegvis.workspaces.permissions import may
from stegvis.workspaces.views.answers import undo_kept

# Shown in more places of the page than the one where it is edited.
EVERYWHERE = {"name", "privacy", "tags"}
methods = require_http_methods(["GET", "HEAD", "POST"])


@methods
def company_fact(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One fact of a company: its form, or with `?shown` the fact; a POST saves it."""
    fact = own_fact(request.member, "company", key) or fact_of(COMPANY_FACTS, key)
    return edit_fact(request, get_company(request.member, pk, verb(request, fact)), fact, "company")


@methods
def person_fact(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One fact of a person, as `company_fact`."""
    fact = own_fact(request.member, "person", key) or fact_of(PERSON_FACTS, key)
    return edit_fact(request, get_person(request.member, pk, verb(request, fact)), fact, "person")


def verb(request: HttpRequest, fact: Fact) -> str:
    """What one must be allowed to do for this request."""
    return "see" if request.method != "POST" and "shown" in request.GET else fact.verb


def fact_of(facts: Mapping[str, Fact], key: str) -> Fact:
    """The fact of that key; Http404 for none."""
    if key not in facts:
        raise Http404
    return facts[key]


def edit_fact(request: HttpRequest, record, fact: Fact, noun: str) -> HttpResponse:
    """The form of `fact`, what is wrong with it, or the fact after saving."""
    context = where(request, record, fact, noun)
    if "shown" in request.GET and request.method != "POST":
        return render(request, "people/_fact_shown.html", **context)
    if not fact.open_to(request.member):
        raise PermissionDenied
    form = FactForm(fact, request.member, record, request.POST if request.method == "POST" else None)
    status = 200 if request.method != "POST" else save(form, request.member)
    if request.method == "POST" and status == 200:
        return saved(request, context)
    return render(request, "people/fact.html", fragment="people/_fact_form.html", status=status, form=form, **context)


def save(form: FactForm, member) -> int:
    """Save a sent form: 200; 422 for what cannot be or what somebody else changed meanwhile (409 is not swapped)."""
    if not form.is_valid():
        return 422
    try:
        form.save(by=member)
    except ChangedMeanwhile as surprise:
        form.surprised(by=surprise)
        return 422
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 422
    return 200


def saved(request: HttpRequest, context: dict) -> HttpResponse:
    """The fact as it is now; the whole page where it stands in more than one place. Undo where something is gone."""
    if undo := undo_kept(request):
        toast(request, _("Saved."), undo)
    if context["fact"].key in EVERYWHERE or not wants_fragment(request):
        return go(request, context["page"])
    return render(request, "people/_fact_shown.html", **context)


def shown_own(member, record, facts: Iterable[Fact]) -> dict:
    """What stands in those of `facts` that are own fields: their keys to what is shown."""
    own = [fact for fact in facts if isinstance(fact, OwnFact)]
    shown = shown_values(member, [fact.own for fact in own], [record.fields])[0] if own else {}
    return {fact.key: shown.get(fact.own.key) for fact in own}


def where(request: HttpRequest, record, fact: Fact, noun: str) -> dict:
    """What the templates of a fact need."""
    slug = request.member.workspace.slug
    names = {"slug": slug, "pk": record.pk}
    return {
        "record": record,
        "fact": fact,
        "noun": noun,
        "page": reverse(f"pages:{noun}", kwargs=names),
        "edit": reverse(f"people:{noun}_fact", kwargs={**names, "key": fact.key}),
        "home": default_country(record),
        "may_edit": may(request.member, fact.verb, record) and fact.open_to(request.member),
        "own": shown_own(request.member, record, [fact]),
        "country_name": country_name,
        "language_name": language_name,
        "sees": lambda other: other is not None and other.deletion_id is None and may(request.member, "see", other),
    }
