"""What the screen of a new deal starts with, and what it understands of a line."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from stegvis.deals.one_line import LONGEST, read_line
from stegvis.deals.queries.companies import find_company
from stegvis.people.models import Company
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.workspaces.models import Member
from stegvis.workspaces.own.definitions import definitions


@dataclass(frozen=True)
class Start:
    """What an address fills in: `line` and `whole` are initial values of the two forms.

    `required` names the fields of the workspace without which a line, that was sent already, makes no deal.
    """

    company: Company | None
    processes: list[Process]
    line: dict
    whole: dict
    required: list[str]

    @classmethod
    def read(cls, member: Member, asked: QueryDict) -> "Start":
        """What `asked` (?process=, ?company=, ids, ?line=) fills in for `member`; nothing of what it may not see."""
        company = Company.objects.visible_to(member).filter(pk=as_id(asked.get("company"))).first()
        processes = startable(member)
        wanted = as_id(asked.get("process"))
        chosen = next((one for one in processes if one.pk == wanted), next(iter(processes), None))
        whole = {"company": company.name if company else "", "stage": _first_stage(chosen)}
        line = {"process": chosen.pk if chosen else None, "line": f"{company.name}, " if company else ""}
        if not (text := asked.get("line", "")[:LONGEST]):
            return cls(company, processes, line, whole, [])
        said = read_line(text, member.workspace.currency)
        home = said.currency or member.workspace.currency
        whole |= {"company": said.company, "title": said.title, "amount": said.amount, "currency": home}
        return cls(company, processes, line | {"line": text.replace("\x00", " ")}, whole, required_names(member))


@dataclass(frozen=True)
class Understood:
    """What a line says; `company_known` tells whether there is a company of that name to `company`."""

    company: str
    company_known: bool
    title: str
    amount: Decimal | None
    currency: str


def required_names(member: Member) -> list[str]:
    """The names of the own fields that a deal needs and `member` may fill in."""
    return [one.name for one in definitions(member, "deal").edited if one.required]


def startable(member: Member) -> list[Process]:
    """The processes in which deals can start, in order."""
    living = Process.objects.filter(workspace=member.workspace_id, archived_at=None, current__isnull=False)
    return list(living.select_related("current").order_by("position", "pk"))


def understand(member: Member, text: str) -> Understood | None:
    """What `text` says, None for a line that says nothing yet."""
    line = read_line(text, member.workspace.currency)
    if not (line.title or line.company):
        return None
    known = find_company(line.company, by=member) if line.company else None
    currency = line.currency or member.workspace.currency
    return Understood(known.name if known else line.company, known is not None, line.title, line.amount, currency)


def as_id(text: str | None) -> int:
    """An id that a database can hold; 0, which is nobody's, for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _first_stage(process: Process | None) -> int | None:
    if process is None:
        return None
    stages = Stage.objects.filter(workspace=process.workspace_id, version=process.current_id, kind=StageKind.OPEN)
    return stages.values_list("pk", flat=True).first()
