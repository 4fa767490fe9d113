"""What lies in the trash, for who may see it."""

from collections.abc import Sequence
from types import SimpleNamespace

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.lists import Choices, Column, Listing, ListPage, Option
from stegvis.workspaces.models import Deletion, Member
from stegvis.workspaces.permissions import Scope, colleagues, scope_of
from stegvis.workspaces.trash import KEPT, kind_of, kinds


def load_kinds(rows: Sequence[SimpleNamespace], reader: Member) -> None:
    """`row.kind_words`, `row.icon`, and `row.days`: how many are left."""
    now = timezone.now()
    for row in rows:
        kind = kind_of(row.kind)
        row.kind_words, row.icon = kind.words, kind.icon
        row.days = max((row.at + KEPT - now).days, 0)


def _members(reader: Member) -> list[Option]:
    found = Member.objects.filter(workspace=reader.workspace_id).order_by("name", "pk")
    return [Option(str(pk), name) for pk, name in found.values_list("pk", "name")]


def _kinds(reader: Member) -> list[Option]:
    return [Option(label, kind.words) for label, kind in kinds().items()]


TRASH = Listing(
    key="trash",
    sort="-at",
    fields=("kind", "private"),
    columns=[
        Column("what", _("What"), fields=("what",), load=load_kinds, fixed=True, phone=""),
        Column("kind", _("Kind"), fields=("kind",), load=load_kinds, phone="full"),
        Column("count", _("Records"), fields=("count",), number=True),
        Column("by", _("Deleted by"), fields=("by__name",), phone=""),
        Column("at", _("When"), fields=("at",), sort="at", first_down=True, phone=""),
    ],
    filters=[
        Choices("kind", _("Kind"), choose=_kinds, lookup="kind"),
        Choices("by", _("Deleted by"), choose=_members, lookup="by"),
    ],
)


def deletions_for(member: Member) -> QuerySet[Deletion]:
    """What `member` may restore: its own deletions, and those of whom it may delete for; private ones are one's own."""
    found = Deletion.objects.filter(workspace=member.workspace_id, restored_at=None, purged_at=None)
    recent = found.filter(at__gt=timezone.now() - KEPT)
    scope = scope_of(member, "delete")
    others = colleagues(member, scope) if scope > Scope.OWN else []
    if others is None:
        return recent.filter(Q(private=False) | Q(by=member))
    return recent.filter(Q(by=member) | Q(private=False, by__in=others))


def trash_page(member: Member, params: QueryDict) -> ListPage:
    """The page of the trash that the address asks for."""
    return TRASH.page(params, deletions_for(member), reader=member)
