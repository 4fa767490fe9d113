"""Who is not to be called or mailed, told before somebody plans or logs it."""

from collections.abc import Iterable

from stegvis.people.models import Person
from stegvis.people.queries.privacy import Wish, wishes_of
from stegvis.timeline.models import TaskKind
from stegvis.timeline.queries.people import offered_people
from stegvis.workspaces.models import Member, Owned

WAYS = {TaskKind.CALL: "phone", TaskKind.MAIL: "email"}


def wishes_on(member: Member, record: Owned | None, kinds: Iterable[str] = tuple(WAYS)) -> list[Wish]:
    """The wishes of the person `record`, or of those people of a deal or company whom `member` sees, that tasks of
    `kinds` would go against."""
    ways = {WAYS[TaskKind(kind)] for kind in kinds if kind in WAYS}
    if record is None or not ways:
        return []
    return wishes_of([record] if isinstance(record, Person) else offered_people(member, record), ways)
