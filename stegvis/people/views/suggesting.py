"""Suggestions while a company is typed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stegvis.people import queries
from stegvis.ui.render import render
from stegvis.workspaces.own.definitions import IN_ADDRESS


@require_safe
def company_suggestions(request: HttpRequest) -> HttpResponse:
    """At most ten options for the company that is typed in any of the form's fields of that kind."""
    typed = request.GET.get("company") or request.GET.get("parent") or ""
    found = queries.company_suggestions(request.member, typed[:300].replace("\x00", "")) if typed.strip() else []
    return render(request, "people/_company_suggestions.html", companies=found)


@require_safe
def person_suggestions(request: HttpRequest) -> HttpResponse:
    """At most ten options for the person that is typed in a field that the workspace added."""
    sent = (value for name, value in request.GET.items() if name == "value" or name.startswith(IN_ADDRESS))
    typed = next(sent, "")[:300].replace("\x00", "")
    found = queries.person_suggestions(request.member, typed) if typed.strip() else []
    return render(request, "people/_company_suggestions.html", companies=found)
