"""What the screen of a new deal starts with, and what it understands of a line."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from stegvis.deals.one_line import read_line
from stegvis.deals.queries.companies import find_company
from stegvis.people.models import Company
from stegvis.processes.models import Process, Stage, StageKind
from stegvis.workspaces.models import Member


@dataclass(frozen=True)
class Start:
    """What an address fills in: `line` and `whole` are initial values of the two forms."""

    company: Company | None
    processes: list[Process]
    line: dict
    whole: dict

    @classmethod
    def read(cls, member: Member, asked: QueryDict) -> "Start":
        """What `asked` (?process=, ?company=, ids) fills in for `member`; what it may not see fills in nothing."""
        company = Company.objects.visible_to(member).filter(pk=as_id(asked.get("company"))).first()
        processes = startable(member)
        wanted = as_id(asked.get("process"))
        chosen = next((one for one in processes if one.pk == wanted), next(iter(processes), None))
        whole = {"company": company.name if company else "", "stage": _first_stage(chosen)}
        line = {"process": chosen.pk if chosen else None, "line": f"{company.name}, " if company else ""}
        return cls(company, processes, line, whole)


@dataclass(frozen=True)
class Understood:
    """What a line says; `company_known` tells whether there is a company of that name to `company`."""

    company: str
    company_known: bool
    title: str
    amount: Decimal | None
    currency: str


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
