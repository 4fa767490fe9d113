"""Workspaces and who is in them."""

from stegvis.workspaces.models.fields import CustomField, FieldValue, RecordKind
from stegvis.workspaces.models.handover import Handover, HandoverPart, HandoverState
from stegvis.workspaces.models.member import Invitation, Member, Role, Team
from stegvis.workspaces.models.notice import Following, Notice
from stegvis.workspaces.models.owned import Owned, OwnedManager, OwnedQuerySet
from stegvis.workspaces.models.recent import RecentRecord
from stegvis.workspaces.models.saved_views import ListChoice, SavedView
from stegvis.workspaces.models.session import UserSession
from stegvis.workspaces.models.trail import AuditEntry, Deletion, FieldChange, Undo
from stegvis.workspaces.models.user import DateFormat, Theme, User
from stegvis.workspaces.models.workspace import MailSettings, Rate, Tag, Workspace

__all__ = [
    "AuditEntry",
    "CustomField",
    "DateFormat",
    "Deletion",
    "FieldChange",
    "FieldValue",
    "Following",
    "Handover",
    "HandoverPart",
    "HandoverState",
    "Invitation",
    "ListChoice",
    "MailSettings",
    "Member",
    "Notice",
    "Owned",
    "OwnedManager",
    "OwnedQuerySet",
    "Rate",
    "RecentRecord",
    "RecordKind",
    "Role",
    "SavedView",
    "Tag",
    "Team",
    "Theme",
    "Undo",
    "User",
    "UserSession",
    "Workspace",
]
