"""The first run: who you are, how you sell, and where your data comes from."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.core.errors import Refused
from stegvis.deals.operations.starting import start_process
from stegvis.pages.forms import FirstRunForm, customary, translated
from stegvis.pages.queries.first_run import look_at
from stegvis.processes.catalogue import list_templates
from stegvis.ui import rail
from stegvis.ui.render import go, render
from stegvis.workspaces import setup
from stegvis.workspaces.operations.founding import set_up
from stegvis.workspaces.operations.users import NewUser
from stegvis.workspaces.permissions import may, require
from stegvis.workspaces.views.home import first_page
from stegvis.workspaces.views.sign_in import BACKEND

IMPORTING = ("transfer:new_import", "transfer:imports", "transfer:data")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Set up an empty installation; whoever comes later is sent to the start, whoever may not is told what to do."""
    if not setup.is_needed():
        return redirect("home")
    if not setup.lets_in(request):
        return render(request, "pages/welcome_closed.html", status=403)
    if "token" in request.GET:
        return redirect("welcome")
    language = request.POST.get("speak", "")
    if language in dict(settings.LANGUAGES):
        return _in_language(request, language)
    form = FirstRunForm(request.POST or None, initial=customary(translation.get_language() or "en"))
    if request.method == "GET" or not form.is_valid():
        return render(request, "pages/welcome.html", form=form, status=422 if form.is_bound else 200)
    return _set_up(request, form)


def _in_language(request: HttpRequest, language: str) -> HttpResponse:
    """The same page in another language, with what was typed so far (never the password)."""
    translation.activate(language)
    typed = {name: request.POST.get(name, "") for name in FirstRunForm.base_fields if name != "password"}
    answer = render(request, "pages/welcome.html", form=FirstRunForm(initial=translated(typed, language)))
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())
    return answer


def _set_up(request: HttpRequest, form: FirstRunForm) -> HttpResponse:
    chosen = form.cleaned_data
    person = NewUser(chosen["email"], chosen["name"], chosen["password"], language=chosen["language"])
    customs = {name: chosen[name] for name in ("language", "currency", "time_zone")}
    try:
        owner = set_up(chosen["workspace"], by=person, **customs)
    except Refused:
        return redirect("home")
    login(request, owner.user, backend=BACKEND)
    return go(request, reverse("pages:first_process", args=[owner.workspace.slug]))


@require_http_methods(["GET", "POST"])
def first_process(request: HttpRequest) -> HttpResponse:
    """Choose the nearest ready-made process; `?look=` shows one closely."""
    require(request.member, "processes")
    language = translation.get_language() or "en"
    if request.method == "POST":
        return _adopt(request, language)
    templates = list_templates(language)
    try:
        look = look_at(request.GET.get("look") or templates[0].key, language)
    except Refused as refusal:
        raise Http404 from refusal
    context = {"templates": templates, "look": look, "advisor": _place(request, "discovery:new_advice")}
    return render(request, "pages/first_process.html", fragment="pages/_look.html", **context)


def _adopt(request: HttpRequest, language: str) -> HttpResponse:
    own = request.member.workspace
    try:
        start_process(own, request.POST.get("template", ""), by=request.member, language=language)
    except Refused as refusal:
        raise Http404 from refusal
    return go(request, reverse("pages:first_data", args=[own.slug]))


@require_safe
def first_data(request: HttpRequest) -> HttpResponse:
    """Import what there is, or start empty."""
    require(request.member, "see")
    importing = next(filter(None, (_place(request, name) for name in IMPORTING)), "")
    ways = {"importing": importing, "empty": first_page(request.member)}
    ways["finding_out"] = _place(request, "discovery:discover") if may(request.member, "processes") else ""
    return render(request, "pages/first_data.html", **ways)


def _place(request: HttpRequest, name: str) -> str:
    """The address of a page, where this installation has it."""
    return reverse(name, args=[request.member.workspace.slug]) if rail.exists(name) else ""
