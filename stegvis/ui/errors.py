"""Pages for what went wrong: what happened, what was kept, what to do. `config/urls.py` names them as handlers."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.ui.render import refuse


@dataclass(frozen=True)
class Failure:
    """What a page for one status says."""

    title: str | Promise
    happened: str | Promise
    kept: str | Promise


FAILURES = {
    400: Failure(
        _("That request makes no sense"),
        _("The address or the form did not say what was wanted."),
        _("Nothing was changed. Go back and try again."),
    ),
    403: Failure(
        _("You may not do that"),
        _("Your role in this workspace does not include it."),
        _("Nothing was changed. An administrator can give you the permission."),
    ),
    404: Failure(
        _("There is nothing here"),
        _("The address is wrong, or what was here is deleted or not meant for you."),
        _("Deleted things can be brought back by those who may."),
    ),
    409: Failure(
        _("Somebody was faster"),
        _("What you wanted to change has changed in the meantime."),
        _("Their change was kept, yours was not made. Look at it and decide again."),
    ),
    500: Failure(
        _("Something broke on our side"),
        _("The page could not be made. The error was written to the log."),
        _("What you saved before is kept. Try again; if it comes back, tell your administrator when it happened."),
    ),
}


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """handler400."""
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception=None) -> HttpResponse:
    """handler403; the exception's words, if any, say why."""
    return _answer(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """handler404."""
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: asks no database, as that may be what broke."""
    return _answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: mostly a page left open over a sign-in."""
    return _answer(request, 403, gettext("This page was open for too long. Load it again and repeat what you did."))


def _answer(request: HttpRequest, status: int, why: str = "") -> HttpResponse:
    if "HX-Request" in request.headers:
        return refuse(request, why or str(FAILURES[status].happened), status)
    return error_page(request, status, why)


def error_page(request: HttpRequest, status: int, why: str = "") -> HttpResponse:
    """The page for `status`; `why` replaces the general sentence about what happened."""
    failure = FAILURES.get(status, FAILURES[400])
    context = {"failure": failure, "status": status, "happened": why or failure.happened}
    return HttpResponse(render_to_string("ui/error.html", context, request), status=status)
