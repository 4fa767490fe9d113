"""Writes that reach the server twice and are done once: a second click, a second try after the network came back.

A browser names every sending of a form by a token. The first with a token is done and the token kept in the same
transaction; a later one with the same token gets the answer that everything is done, and where to go.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

HEADER = "X-Once"
FIELD = "once"
FORMS = "application/x-www-form-urlencoded"
TOKEN = re.compile(r"[A-Za-z0-9-]{16,64}")


class OnceToken(models.Model):
    """A sending that was done, by whom, and where its answer sent the browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    token = models.CharField(max_length=64)
    location = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        db_table = "core_once_token"
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="core_once_token_of_user")]


class OnceMiddleware:
    """Does what a signed-in user's browser sends with a token exactly once. Others pass through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = token_of(request)
        if not token or not request.user.is_authenticated:
            return self.get_response(request)
        with transaction.atomic():
            if not keep(request.user.pk, token):
                return repeated(request, token)
            answer = self.get_response(request)
            settle(request.user.pk, token, answer)
        return answer


def token_of(request: HttpRequest) -> str:
    """The token that a writing request carries; "" for none, or for what is none."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return ""
    token = request.headers.get(HEADER, "")
    if not token and request.content_type == FORMS:
        token = request.POST.get(FIELD, "")
    return token if TOKEN.fullmatch(token) else ""


def keep(user: int, token: str) -> bool:
    """Whether this is the first with `token`. Another that is still under way is waited for."""
    try:
        with transaction.atomic():
            OnceToken.objects.create(user_id=user, token=token)
    except IntegrityError:
        return False
    return True


def settle(user: int, token: str, answer: HttpResponse) -> None:
    """Forget the token of what was refused, so that it can be sent again; keep where the answer led."""
    if answer.status_code >= 500:
        transaction.set_rollback(True)
        return
    kept = OnceToken.objects.filter(user=user, token=token)
    if answer.status_code >= 400:
        kept.delete()
    elif location := answer.headers.get("HX-Redirect") or answer.headers.get("Location"):
        kept.update(location=location[:2000])


def repeated(request: HttpRequest, token: str) -> HttpResponse:
    """The answer to a repetition: to where the first one led, else nothing new."""
    location = OnceToken.objects.get(user=request.user, token=token).location
    if "HX-Request" not in request.headers:
        return HttpResponseRedirect(location or request.get_full_path(), status=303)
    return HttpResponse(headers={"HX-Redirect": location} if location else {"HX-Reswap": "none"})
