"""Short ways to the things that tests are about. They go through the program's own operations where rules matter."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from stegvis.deals.models import Deal, LostReason
from stegvis.deals.operations.creating import create_deal
from stegvis.people.models import Company, Person
from stegvis.processes.models import ExitCriterion, Process, ProcessVersion, Stage, StageKind
from stegvis.workspaces.models import CustomField, Member, Role, Team, User, Workspace
from stegvis.workspaces.operations.own_fields import add_field

PASSWORD = "a stair of seven steps"
STAGES = (
    ("Lead", StageKind.OPEN, 5, 5),
    ("Qualified", StageKind.OPEN, 10, 30),
    ("Proposal made", StageKind.OPEN, 14, 60),
    ("Won", StageKind.WON, None, None),
    ("Lost", StageKind.LOST, None, None),
    ("Fridge", StageKind.PARKED, 90, 5),
    ("Quarterly check-in", StageKind.AFTER_WON, 90, None),
    ("Win-back", StageKind.AFTER_LOST, 90, None),
)


def make_workspace(name: str = "Granfors", **fields) -> Workspace:
    """A workspace in English with SEK as base currency."""
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Workspace.objects.create(name=name, slug=slug, currency="SEK", **fields)


def make_member(workspace: Workspace, name: str, role: str = Role.SELLER, **fields) -> Member:
    """A member who can sign in as <name>@<slug>.example with PASSWORD (hashed cheaply in tests' settings)."""
    email = f"{name.lower()}@{workspace.slug}.example"
    user = User.objects.create_user(email, PASSWORD, name=name)
    return Member.objects.create(workspace=workspace, user=user, name=name, email=email, role=role, **fields)


def make_members(workspace: Workspace, **roles: str) -> dict[str, Member]:
    """Members by lower-case name, each with a role, as `make_member` makes them one by one."""
    members = []
    for name, role in roles.items():
        email = f"{name}@{workspace.slug}.example"
        user = User(email=email, password=make_password(PASSWORD), name=name.title())
        members.append(Member(workspace=workspace, user=user, name=name.title(), email=email, role=role))
    User.objects.bulk_create([member.user for member in members])
    Member.objects.bulk_create(members)
    return dict(zip(roles, members, strict=True))


def make_team(workspace: Workspace, name: str, *members: Member) -> Team:
    """A team of these members."""
    team = Team.objects.create(workspace=workspace, name=name)
    team.members.set(members)
    return team


def make_process(workspace: Workspace, name: str = "New business", stages=STAGES) -> Process:
    """A published process: three open stages, won, lost, a fridge, one stage after won and one after lost."""
    process = Process.objects.create(workspace=workspace, name=name)
    version = ProcessVersion.objects.create(workspace=workspace, process=process, number=1)
    Stage.objects.bulk_create(
        Stage(
            workspace=workspace,
            process=process,
            version=version,
            kind=kind,
            position=position,
            name=title,
            expected_days=days,
            probability=probability,
        )
        for position, (title, kind, days, probability) in enumerate(stages)
    )
    process.current = version
    process.save(update_fields=["current"])
    return process


def stage_of(process: Process, name: str) -> Stage:
    """The stage of that name in the current version."""
    return process.current.stages.get(name=name)


def make_criterion(stage: Stage, text: str = "They told us the budget", *, hard: bool = False) -> ExitCriterion:
    """An exit criterion of `stage`."""
    return ExitCriterion.objects.create(workspace_id=stage.workspace_id, stage=stage, text=text, hard=hard)


def make_company(owner: Member, name: str = "Ekhamra Plåt AB", **fields) -> Company:
    """A company of `owner`."""
    fields.setdefault("name_key", name.lower())
    return Company.objects.create(workspace=owner.workspace, owner=owner, name=name, **fields)


def make_person(owner: Member, first_name: str = "Anders", last_name: str = "Ekhamra", **fields) -> Person:
    """A person of `owner`."""
    fields.setdefault("name_key", f"{first_name} {last_name}".lower())
    names = {"first_name": first_name, "last_name": last_name}
    return Person.objects.create(workspace=owner.workspace, owner=owner, **names, **fields)


def make_deal(owner: Member, title: str = "Load control", *, process: Process | None = None, **fields) -> Deal:
    """A deal of `owner`, made by `create_deal`, in the workspace's first process unless one is named."""
    process = process or Process.objects.filter(workspace=owner.workspace).first() or make_process(owner.workspace)
    return create_deal(by=owner, process=process, title=title, **fields)


def make_field(by: Member, name: str, kind: str = "text", *, of: str = "company", **facts) -> CustomField:
    """A field that the workspace of `by` (its owner) adds to records of the kind `of`; all roles see and change it."""
    everybody = ["admin", "manager", "seller", "viewer"]
    return add_field(of, {"name": name, "kind": kind, "seen_by": everybody, "edited_by": everybody} | facts, by=by)


def make_lost_reason(workspace: Workspace, name: str = "Price") -> LostReason:
    """A reason for losing."""
    return LostReason.objects.create(workspace=workspace, name=name)


def days_ago(days: float):
    """The moment `days` before now."""
    return timezone.now() - timedelta(days=days)
