"""Answers of views: a whole page to a browser, a part of it to htmx, with what has just happened said in both."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from stegvis.ui.toasts import any_waiting, toast, warn

__all__ = ["go", "nothing", "refuse", "render", "toast", "wants_fragment", "warn"]


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (not for a boosted page, nor for history)."""
    return request.headers.get("HX-Request-Type") == "partial"


def render(request: HttpRequest, template: str, *, fragment: str = "", status: int = 200, **context) -> HttpResponse:
    """`template` as a page; for htmx `fragment` instead, when one is named, followed by waiting toasts.

    Templates get `request`, `user`, `member`, `workspace` (None outside one) and `context`.
    """
    partial = wants_fragment(request)
    chosen = fragment if partial and fragment else template
    page = render_to_string(chosen, _frame(request) | context, request)
    if partial and any_waiting(request):
        page += render_to_string("ui/_toasts_after.html", {}, request)
    answer = HttpResponse(page, status=status)
    if fragment:
        answer.headers["Vary"] = "HX-Request-Type"
    return answer


def _frame(request: HttpRequest) -> dict:
    member = getattr(request, "member", None)
    return {"user": getattr(request, "user", None), "member": member, "workspace": member and member.workspace}


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to `url`, a local address: by htmx a whole new page, else a redirect (303)."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url, status=303)


def nothing(request: HttpRequest) -> HttpResponse:
    """Nothing to swap, only waiting toasts: for acts whose result is already on the screen."""
    page = render_to_string("ui/_toasts_after.html", {}, request) if any_waiting(request) else ""
    return HttpResponse(page, headers={"HX-Reswap": "none"})


def refuse(request: HttpRequest, text: str, status: int = 409) -> HttpResponse:
    """An act that was not done, with its reason: a toast by htmx (the page stays as it was), else a page saying so."""
    from stegvis.ui.errors import error_page

    if "HX-Request" in request.headers:
        warn(request, text)
        answer = nothing(request)
        answer.status_code = status
        return answer
    return error_page(request, status, text)
