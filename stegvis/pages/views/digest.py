"""Ending the daily mail from within the mail, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from stegvis.timeline.operations.digesting import member_of_token, stop_digest
from stegvis.ui.render import render


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, as programs look at links in mails; POST ends it. A token that nobody made is a 404."""
    member = stop_digest(token) if request.method == "POST" else member_of_token(token)
    if member is None:
        raise Http404
    return render(request, "pages/digest_stop.html", done=request.method == "POST")
