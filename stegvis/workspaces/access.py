"""The only way from an id in an address to an object: unseen is 404, forbidden is 403."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import (
    CustomField,
    Deletion,
    Handover,
    Invitation,
    Member,
    Notice,
    Owned,
    Rate,
    SavedView,
    Tag,
    Team,
    Undo,
    User,
    UserSession,
)
from stegvis.workspaces.permissions import require
from stegvis.workspaces.telling import KINDS

O = TypeVar("O", bound=Owned)  # noqa: E741
W = TypeVar("W", bound=WorkspaceOwned)


def get_owned(queryset: "QuerySet[O]", member: Member, pk: int, verb: str = "see") -> O:
    """The owned record `pk` that `member` may see; Http404 when it may not, PermissionDenied when it may not `verb`."""
    record = get_object_or_404(queryset.visible_to(member), pk=pk)  # type: ignore[attr-defined]
    require(member, verb, record)
    record.workspace = member.workspace
    return record


def get_in_workspace(queryset: "QuerySet[W]", member: Member, pk: int, verb: str = "see") -> W:
    """The row `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    row = get_object_or_404(queryset.filter(workspace=member.workspace_id), pk=pk)
    require(member, verb)
    return row


def get_followed(member: Member, kind: str, pk: int) -> Owned:
    """The record `pk` of a kind that can be followed and that `member` may see; Http404."""
    model = KINDS[kind].model if kind in KINDS else None
    if model is None:
        raise Http404
    return get_owned(model.objects.all(), member, pk)


def get_session(user: User, pk: int) -> UserSession:
    """One of the user's own sessions; Http404."""
    return get_object_or_404(UserSession, user=user, pk=pk)


def get_handover(member: Member, pk: int, verb: str = "see") -> Handover:
    """A handover of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    return get_in_workspace(Handover.objects.select_related("leaving"), member, pk, verb)


def get_notice(member: Member, pk: int) -> Notice:
    """One of the member's own notices; Http404."""
    return get_object_or_404(Notice.objects.filter(workspace=member.workspace_id, member=member), pk=pk)


def get_deletion(member: Member, pk: int) -> Deletion:
    """A deletion of the member's workspace."""
    return get_in_workspace(Deletion.objects.all(), member, pk)


def get_undo(member: Member, pk: int) -> Undo:
    """An act of the member's own that can be taken back; Http404, or PermissionDenied for somebody else's."""
    undo = get_in_workspace(Undo.objects.all(), member, pk)
    if undo.by_id != member.pk:
        raise PermissionDenied(_("Only who did this can take it back."))
    return undo


def get_view(member: Member, pk: int) -> SavedView:
    """A saved view of the member's own, or a shared one; Http404."""
    mine_or_shared = SavedView.objects.filter(Q(owner=member) | Q(shared=True))
    return get_in_workspace(mine_or_shared, member, pk)


def get_member(member: Member, pk: int, verb: str = "see") -> Member:
    """The member `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    return get_in_workspace(Member.objects.all(), member, pk, verb)


def get_team(member: Member, pk: int, verb: str = "see") -> Team:
    """The team `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    return get_in_workspace(Team.objects.all(), member, pk, verb)


def get_tag(member: Member, pk: int, verb: str = "see") -> Tag:
    """The tag `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    return get_in_workspace(Tag.objects.all(), member, pk, verb)


def get_own_field(member: Member, pk: int, verb: str = "see") -> CustomField:
    """The living field `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    return get_in_workspace(CustomField.objects.all(), member, pk, verb)


def get_rate(member: Member, pk: int, verb: str = "see") -> Rate:
    """The exchange rate `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    return get_in_workspace(Rate.objects.all(), member, pk, verb)


def get_invitation(member: Member, pk: int, verb: str = "see") -> Invitation:
    """The invitation `pk` of the member's workspace; Http404, or PermissionDenied when the role may not `verb`."""
    return get_in_workspace(Invitation.objects.all(), member, pk, verb)
