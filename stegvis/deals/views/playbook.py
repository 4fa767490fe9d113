"""Settings of the playbook: frameworks of questions, guides, objections."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.deals.access import get_set
from stegvis.deals.forms.playbook import SetForm
from stegvis.deals.operations.playbook import add_set, adopt_ready, change_set, delete_set
from stegvis.deals.playbook import BOOKS, Book
from stegvis.deals.queries.playbook import rows_of, sets_of, still_ready
from stegvis.ui.render import go, toast
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, undo_address

PLACE = "playbook"


@require_http_methods(["GET", "HEAD", "POST"])
def playbook(request: HttpRequest, book: str) -> HttpResponse:
    """A book with its sets and the shipped ones; posting a name adds a set of one's own."""
    require(request.member, "processes")
    of = book_named(book)
    if request.method == "POST":
        name, workspace = request.POST.get("name", ""), request.member.workspace
        return act(request, lambda: add_set(workspace, of, name, by=request.member), _("Added."), page(request, of))
    found = sets_of(request.member, of)
    context = {"book": of, "books": BOOKS.values(), "sets": found, "ready": still_ready(request.member, of, found)}
    return render_settings(request, "deals/playbook.html", PLACE, **context)


@require_POST
def adoption(request: HttpRequest, book: str) -> HttpResponse:
    """Take a shipped set over."""
    require(request.member, "processes")
    of, key = book_named(book), request.POST.get("key", "")
    verb = lambda: adopt_ready(request.member.workspace, of, key, by=request.member)  # noqa: E731
    return act(request, verb, _("Added."), page(request, of))


@require_http_methods(["GET", "HEAD", "POST"])
def playbook_set(request: HttpRequest, book: str, pk: int) -> HttpResponse:
    """One set with its rows, to be changed."""
    of = book_named(book)
    one = get_set(request.member, of, pk, "processes")
    form = SetForm(request.POST if request.method == "POST" else None, book=of, one=one, rows=rows_of(one, of))
    if request.method == "POST" and form.is_valid() and saved(request, form, one):
        toast(request, _("Saved."))
        return go(request, page(request, of))
    answer = render_settings(request, "deals/playbook_set.html", PLACE, book=of, one=one, form=form)
    answer.status_code = 422 if form.is_bound else 200
    return answer


@require_POST
def playbook_deletion(request: HttpRequest, book: str, pk: int) -> HttpResponse:
    """Take a set away."""
    of = book_named(book)
    one = get_set(request.member, of, pk, "processes")
    deletion = delete_set(one, by=request.member)
    toast(request, _("“%(name)s” was deleted.") % {"name": one.name}, undo_address(request, deletion))
    return go(request, page(request, of))


def saved(request: HttpRequest, form: SetForm, one) -> bool:
    """Keep the form; what was refused stands in it."""
    facts = form.cleaned_data
    try:
        change_set(one, form.book, facts["name"], facts["note"], form.told(), by=request.member)  # type: ignore[attr-defined]
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def book_named(key: str) -> Book:
    """The book with this name; Http404."""
    if key not in BOOKS:
        raise Http404
    return BOOKS[key]


def page(request: HttpRequest, book: Book) -> str:
    """Where a book is."""
    return reverse("deals:playbook", args=[request.member.workspace.slug, book.key])  # type: ignore[attr-defined]
