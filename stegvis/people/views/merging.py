"""Making one record of two: whom to merge with, which facts stay, and the way back."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.people.access import get_company, get_merge, get_pair, get_person
from stegvis.people.choosing import CHOICES
from stegvis.people.countries import country_name, language_name
from stegvis.people.operations.contacting import default_country
from stegvis.people.operations.merging import merge_companies, merge_people, undo_merge
from stegvis.people.queries import company_suggestions, duplicates
from stegvis.ui.render import go, refuse, render, toast
from stegvis.workspaces.own.definitions import definitions
from stegvis.workspaces.own.showing import shown_values
from stegvis.workspaces.permissions import may

methods = require_http_methods(["GET", "HEAD", "POST"])
GET = {"company": get_company, "person": get_person}


@methods
def company_merging(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to merge a company with; with `?with=12` both side by side; a POST merges."""
    return merging(request, "company", pk, merge_companies)


@methods
def person_merging(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to merge a person with, as `company_merging`."""
    return merging(request, "person", pk, merge_people)


@require_POST
def merge_undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a merge back, and say what stayed as somebody has made it since."""
    merge = get_merge(request.member, pk)
    try:
        left = sum(undo_merge(merge, by=request.member).values())
    except Refused as refusal:
        return refuse(request, str(refusal))
    toast(request, _("The merge was taken back."))
    if left:
        words = ngettext(
            "%(number)s fact or thing was changed since and stays as it is.",
            "%(number)s facts or things were changed since and stay as they are.",
            left,
        )
        toast(request, words % {"number": left})
    return go(request, page_of(request.member, merge.kind, merge.other_id))


def merging(request: HttpRequest, kind: str, pk: int, merge: Callable) -> HttpResponse:
    """Pick, compare, merge."""
    keep = GET[kind](request.member, pk, "delete")
    sent = request.POST if request.method == "POST" else request.GET
    other_id, pair_id = number(sent.get("with", "")), number(sent.get("pair", ""))
    if other_id is None:
        return pick(request, kind, keep)
    other = GET[kind](request.member, other_id, "delete")
    pair = get_pair(request.member, pair_id) if pair_id else None
    following = duplicates.next_pair(request.member, pair) if pair else None
    if request.method != "POST":
        return compare(request, kind, keep, other, pair=pair, following=following)
    keys = [
        *(one.key for one in CHOICES[kind]),
        *(f"field:{one.key}" for one in definitions(request.member, kind).edited),
    ]
    choose = {key for key in keys if request.POST.get(f"fact-{key}") == "other"}
    try:
        done = merge(keep, other, by=request.member, choose=choose)
    except Refused as refusal:
        return compare(request, kind, keep, other, pair=pair, following=following, refusal=str(refusal))
    return merged(request, done, keep, following)


def pick(request: HttpRequest, kind: str, keep) -> HttpResponse:
    """Somebody is looked for by the beginning of the name; pairs that were found come first."""
    typed = request.GET.get("q", "").replace("\x00", "")[:300].strip()
    search = company_suggestions if kind == "company" else duplicates.people_suggestions
    found = [one for one in search(request.member, typed) if one.pk != keep.pk] if typed else []
    pairs = duplicates.pairs_of(request.member, keep)
    return render(request, "people/merge_pick.html", noun=kind, record=keep, typed=typed, found=found, pairs=pairs)


def compare(request: HttpRequest, kind: str, keep, other, *, pair=None, following=None, refusal="") -> HttpResponse:
    """Both side by side: where they differ, one is chosen."""
    member = request.member
    rows = [one for one in CHOICES[kind] if not (one.is_empty(keep) and one.is_empty(other))]
    own = definitions(member, kind).edited
    return render(
        request,
        "people/merge.html",
        status=409 if refusal else 200,
        noun=kind,
        keep=keep,
        other=other,
        facts=rows,
        own_fields=own,
        own_values=shown_values(member, own, [keep.fields, other.fields]),
        pair=pair,
        next_address=pair_address(member, kind, following) if following else "",
        refusal=refusal,
        home=default_country(keep),
        country_name=country_name,
        language_name=language_name,
        sees=lambda one: one is not None and one.deletion_id is None and may(member, "see", one),
    )


def merged(request: HttpRequest, merge, keep, following) -> HttpResponse:
    """Say so with a way back, and go on to the next pair, or to what was kept."""
    member = request.member
    undo = reverse("people:merge_undoing", kwargs={"slug": member.workspace.slug, "pk": merge.pk})
    toast(request, _("Merged into %(name)s.") % {"name": keep}, undo)
    if following and merge.other_id not in (following.first.pk, following.second.pk):
        return go(request, pair_address(member, merge.kind, following))
    return go(request, page_of(member, merge.kind, keep.pk))


def pair_address(member, kind: str, pair) -> str:
    """Where a pair is compared; the older record is kept unless one asks for the other."""
    names = {"slug": member.workspace.slug, "pk": pair.first.pk}
    return f"{reverse(f'people:{kind}_merging', kwargs=names)}?with={pair.second.pk}&pair={pair.pk}"


def page_of(member, kind: str, pk: int) -> str:
    """The page of a record."""
    return reverse(f"pages:{kind}", kwargs={"slug": member.workspace.slug, "pk": pk})


def number(text: str) -> int | None:
    """A number in an address; Http404 for what is none."""
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text) if text else None
