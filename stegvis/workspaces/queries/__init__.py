"""What the screens of workspaces read."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch, Q
from django.db.models.fields.files import FieldFile

from stegvis.workspaces.acts import ACTS
from stegvis.workspaces.models import (
    AuditEntry,
    Invitation,
    MailSettings,
    Member,
    Rate,
    Role,
    Tag,
    Team,
    User,
    Workspace,
)
from stegvis.workspaces.permissions import (
    NAMES,
    OF_RECORDS,
    ROLES,
    WHOLE,
    Scope,
    choices,
    default,
    grant,
    may_change_column,
)

PAGE = 100
DEMO = "demo"


def memberships(user: AbstractBaseUser) -> list[Member]:
    """The user's places in workspaces, by the workspace's name."""
    everywhere = Member.objects.across_workspaces("the person chooses among their own workspaces")
    mine = everywhere.filter(user=user.pk, active=True).select_related("workspace")
    return list(mine.order_by("workspace__name", "pk"))


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, whatever has become of it."""
    if "\x00" in token:
        return None
    everywhere = Invitation.objects.across_workspaces("the token names the workspace")
    return everywhere.filter(token=token).select_related("workspace", "invited_by").first()


def demo_members() -> list[Member]:
    """Whom a visitor of the demo may sign in as: its manager and sellers, as long as they are nowhere else."""
    workspace = Workspace.objects.filter(slug=DEMO).first()
    if workspace is None:
        return []
    everywhere = Member.objects.across_workspaces("a demo account must open nothing but the demo")
    elsewhere = everywhere.exclude(workspace=workspace).exclude(user=None).values("user")
    members = Member.objects.filter(workspace=workspace, active=True, user__is_active=True).exclude(user__in=elsewhere)
    return list(members.filter(role__in=[Role.MANAGER, Role.SELLER]).select_related("user").order_by("role", "name"))


def member_page(member: Member, after: int | None = None) -> tuple[list[Member], Member | None]:
    """Members of the workspace, active ones first, behind the member `after`; and where the next page begins."""
    members = Member.objects.filter(workspace=member.workspace_id).select_related("user")
    last = members.filter(pk=after).first() if after else None
    if last:
        behind = Q(name=last.name, pk__gt=last.pk) | Q(name__gt=last.name)
        later = Q(active=last.active) & behind
        members = members.filter(later | Q(active=False) if last.active else later)
    teams = Prefetch("teams", Team.objects.filter(workspace=member.workspace_id).order_by("name"))
    found = list(members.prefetch_related(teams).order_by("-active", "name", "pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None


def open_invitations(member: Member) -> list[Invitation]:
    """The invitations of the workspace that still work, newest first."""
    return list(Invitation.objects.filter(workspace=member.workspace_id).open().order_by("-id")[:PAGE])


def teams(member: Member) -> list[Team]:
    """The teams of the workspace with their members."""
    within = Member.objects.filter(workspace=member.workspace_id).order_by("name")
    found = Team.objects.filter(workspace=member.workspace_id)
    return list(found.prefetch_related(Prefetch("members", within)).order_by("name"))


def active_members(member: Member):
    """The set of members who can work, by name: what forms choose from."""
    return Member.objects.filter(workspace=member.workspace_id, active=True).order_by("name", "pk")


def users_face(member: Member) -> FieldFile | None:
    """The opened photo of a member, None without one."""
    user = User.objects.filter(pk=member.user_id).first() if member.user_id else None
    return user.photo.open() if user and user.photo else None


def all_tags(member: Member):
    """The set of tags of the workspace by name: what forms choose from."""
    return Tag.objects.filter(workspace=member.workspace_id).order_by("name")


def tags(member: Member) -> list[Tag]:
    """The tags of the workspace by name."""
    return list(all_tags(member))


def rates(member: Member) -> list[Rate]:
    """The newest rates of the workspace, by currency and then newest first."""
    found = Rate.objects.filter(workspace=member.workspace_id).order_by("-since", "currency")[: 5 * PAGE]
    return sorted(found, key=lambda rate: (rate.currency, -rate.since.toordinal()))


def mail_settings(member: Member) -> MailSettings | None:
    """The workspace's own mail server."""
    return MailSettings.objects.filter(workspace=member.workspace_id).first()


def audit_page(member: Member, act: str = "", before: int | None = None) -> tuple[list[AuditEntry], int | None]:
    """The newest entries of the audit log below the id `before`, of one act or all; and the id the next page takes."""
    found = AuditEntry.objects.filter(workspace=member.workspace_id).order_by("-id")
    if act in ACTS:
        found = found.filter(act=act)
    if before:
        found = found.filter(pk__lt=before)
    page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def users_exist() -> bool:
    """Whether anybody has an account here."""
    return User.objects.exists()


@dataclass(frozen=True)
class Cell:
    """One cell of the table of permissions as a screen shows it."""

    role: str
    verb: str
    scope: str
    choices: list[str]
    changed: bool
    fixed: bool


@dataclass(frozen=True)
class Line:
    """One verb of the table, with a cell for each role."""

    verb: str
    words: str
    cells: list[Cell]


def permission_table(member: Member) -> list[list[Line]]:
    """The table in its two groups, verbs about records and verbs about the workspace; fixed where `member` may not."""
    about_records = [verb for verb in NAMES if verb not in WHOLE]
    return [[_line(member, verb) for verb in group] for group in (about_records, [v for v in NAMES if v in WHOLE])]


def permission_cell(member: Member, role: str, verb: str) -> Cell:
    """One cell as `member` sees it."""
    scopes = _possible(member.workspace, role, verb)
    scope = grant(member.workspace, role, verb)
    fixed = len(scopes) < 2 or not may_change_column(member, role)
    return Cell(role, verb, word(scope), [word(one) for one in scopes], scope != default(role, verb), fixed)


def word(scope: Scope) -> str:
    """A scope as forms and settings write it."""
    return scope.name.lower()


def _line(member: Member, verb: str) -> Line:
    return Line(verb, str(NAMES[verb]), [permission_cell(member, role, verb) for role in ROLES])


def _possible(workspace: Workspace, role: str, verb: str) -> list[Scope]:
    """The choices that would count: nothing beyond what the role sees."""
    limit = grant(workspace, role, "see") if verb in OF_RECORDS else Scope.ALL
    return [scope for scope in choices(role, verb) if scope <= limit]
