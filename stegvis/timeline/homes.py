"""The records that have a timeline. Deals lie in an app above, which this one knows by its name only."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from stegvis.core.written import Written
from stegvis.people.models import Company, Person
from stegvis.workspaces.models import Owned, Workspace

KINDS = ("deal", "person", "company")


def model_of(kind: str):
    """The model of records of `kind`; KeyError for what has no timeline."""
    return {"deal": apps.get_model("deals", "Deal"), "person": Person, "company": Company}[kind]


def kind_of(record: Owned) -> str:
    """What `record` is: one of KINDS."""
    return str(record._meta.model_name)


@dataclass(frozen=True, slots=True)
class Relatives:
    """Where entries of a record are shown besides: (kind, id) pairs."""

    of: dict[tuple[str, int], list[tuple[str, int]]]

    @classmethod
    def find(cls, workspace: Workspace | int, homes: set[tuple[str, int]]) -> "Relatives":
        """Those of `homes`: a deal's company and people, a person's company. Three queries at most."""
        of: dict[tuple[str, int], list[tuple[str, int]]] = {home: [] for home in homes}
        workspace = workspace if isinstance(workspace, int) else workspace.pk
        for kind in ("deal", "person"):
            ids = [pk for one, pk in homes if one == kind]
            for pk, company in COMPANIES(kind, workspace=workspace, ids=ids) if ids else ():
                of[kind, pk].append(("company", company))
        deals = [pk for kind, pk in homes if kind == "deal"]
        for deal, person in PEOPLE(workspace=workspace, deals=deals) if deals else ():
            of["deal", deal].append(("person", person))
        return cls(of)


def _companies(kind: str, workspace: int, ids: list[int]) -> QuerySet:
    records = model_of(kind).with_deleted.filter(workspace=workspace, pk__in=ids)
    return records.exclude(company=None).values_list("pk", "company")


def _people(workspace: int, deals: list[int]) -> QuerySet:
    takes_part = model_of("deal").people.through.objects.filter(workspace=workspace, deal__in=deals)
    return takes_part.values_list("deal", "person")


COMPANIES, PEOPLE = Written(_companies), Written(_people)
