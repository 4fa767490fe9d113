"""The second wall: the workspace is in the address, and who is not a member of it meets a 404."""

import zoneinfo

from django.db import DEFAULT_DB_ALIAS
from django.db.models import OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from stegvis.core.written import Written, columns
from stegvis.ui import personal
from stegvis.ui.render import go
from stegvis.workspaces.models import Member, User, Workspace
from stegvis.workspaces.operations.sessions import touch_session
from stegvis.workspaces.own.definitions import ALONG, BROUGHT
from stegvis.workspaces.permissions import MATES, bring_mates
from stegvis.workspaces.queries.notices import waiting_for


class WorkspaceMiddleware:
    """Sets `request.member` for addresses below /w/<slug>/, or answers 404."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        request.member = None
        personal.deactivate()
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        if "slug" not in kwargs or not request.path.startswith("/w/"):
            return None
        slug = kwargs.pop("slug")
        if request.user.is_authenticated:
            request.member = find_member(request.user, slug)
            use_customs(request.member)
            remember_workspace(request.member)
            touch_session(request)
            if request.member.workspace.second_factor and not request.user.second_factor:
                return go(request, reverse("second_factor_wanted"))
        return None


def find_member(user, slug: str) -> Member:
    """The active member that `user` is in the workspace at `slug`; Http404 for strangers."""
    rows = MEMBERSHIPS(slug=slug, user=user.pk)
    if not rows:
        raise Http404
    values = rows[0]
    member = Member.from_db(DEFAULT_DB_ALIAS, MEMBER, values[: len(MEMBER)])
    *workspace, own_rows, mates, unread = values[len(MEMBER) :]
    member.workspace = Workspace.from_db(DEFAULT_DB_ALIAS, WORKSPACE, workspace)
    member.__dict__.update({BROUGHT: own_rows, "unread": unread})
    bring_mates(member, mates)
    member.user = user
    return member


def _memberships(slug: str, user: int) -> QuerySet:
    everywhere = Member.objects.across_workspaces("the address names the workspace")
    found = everywhere.filter(workspace__slug=slug, user=user, active=True)
    # The bell stands on every page, so its count comes along; so do teammates and own fields, which most pages need.
    beside = {"own_rows": ALONG, "mates": MATES, "unread": waiting_for(OuterRef("pk"))}
    return found.annotate(**beside).values_list(*MEMBER, *(f"workspace__{name}" for name in WORKSPACE), *beside)


MEMBER, WORKSPACE = columns(Member), columns(Workspace)
MEMBERSHIPS = Written(_memberships)


def remember_workspace(member: Member) -> None:
    """Where the user lands next time; written only when it is another workspace than last time."""
    if member.user.last_workspace_id != member.workspace_id:
        User.objects.filter(pk=member.user.pk).update(last_workspace=member.workspace)


def use_customs(member: Member) -> None:
    """Speak the member's language and show times in its zone, for this request."""
    translation.activate(member.user.language or member.workspace.language)
    timezone.activate(zone_of(member))
    faces, slug = member.workspace.faces, member.workspace.slug
    personal.activate(personal.Personal(member.user.date_format, faces, slug))


def zone_of(member: Member) -> zoneinfo.ZoneInfo:
    """The member's time zone; the workspace's where it chose none."""
    return zoneinfo.ZoneInfo((member.user and member.user.time_zone) or member.workspace.time_zone)


class LanguageMiddleware:
    """Outside workspaces: the signed-in user's language, else the cookie's or the browser's."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        language = getattr(request.user, "language", "") or translation.get_language_from_request(request)
        translation.activate(alias(language))
        timezone.deactivate()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


def alias(language: str) -> str:
    """Norwegian has two written forms and an umbrella code; the catalogue has bokmål."""
    return "nb" if language.split("-")[0] in ("no", "nn") else language
