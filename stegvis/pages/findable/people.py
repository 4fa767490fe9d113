"""People: by name, title, e-mail, phone."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stegvis.core.search.kinds import Document, Found, Kind
from stegvis.core.search.watching import Watch
from stegvis.pages.findable.shared import all_ids, everything, eyes_of, joined, reached_by, seen_rows
from stegvis.people.models import Company, Person
from stegvis.workspaces.models import Member

FIELDS = ("workspace_id", "id", "first_name", "last_name", "job_title", "external_id")


def documents(ids: list[int]) -> Iterator[Document]:
    """The texts of these people. Not their company's name: that would show who works at a private one."""
    reached = reached_by("person", ids)
    for workspace, pk, first, last, *more in everything(Person).filter(pk__in=ids).values_list(*FIELDS):
        yield Document(workspace, pk, f"{first} {last}".strip(), [*more, *reached[pk]])


def show(member: Member, ids: list[int]) -> dict[int, Found]:
    """Results: the name, title and company as far as that one may be seen."""
    rows = seen_rows(member, Person, ids, "pk", "first_name", "last_name", "job_title", "company")
    names = dict(seen_rows(member, Company, {row[4] for row in rows if row[4]}, "pk", "name"))
    return {
        pk: Found(
            f"{first} {last}".strip(),
            joined(title, names.get(company)),
            reverse("pages:person", args=[member.workspace.slug, pk]),
        )
        for pk, first, last, title, company in rows
    }


PEOPLE = Kind(
    key="person",
    number=2,
    label=_("People"),
    icon="users",
    documents=documents,
    ids=partial(all_ids, Person),
    visible=Person.objects.visible_to,
    show=show,
    watches=(
        Watch("people_person", ("first_name", "last_name", "job_title", "external_id")),
        Watch("people_contactpoint", ("value",), record="person_id"),
    ),
    depends=eyes_of,
    weight=1,
)
