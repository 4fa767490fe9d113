"""The old addresses of merged records lead to what they became part of."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from stegvis.people.queries.duplicates import merged_into


def follows_merges(kind: str) -> Callable:
    """Decorator of a page of one record: where it is gone and was merged, the page of the other takes its place."""

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def page(request: HttpRequest, pk: int) -> HttpResponse:
            try:
                return view(request, pk)
            except Http404:
                into = merged_into(request.member.workspace_id, kind, pk)
                if into is None:
                    raise
            view(request, into)  # raises Http404 for what the member may not see: the address gives nothing away
            names = {"slug": request.member.workspace.slug, "pk": into}
            return HttpResponse(
                status=301, headers={"Location": reverse(request.resolver_match.view_name, kwargs=names)}
            )

        return page

    return wrap
