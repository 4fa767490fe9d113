"""Records that a member owns and that may be private: companies, people, deals."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record, RecordQuerySet
from stegvis.workspaces.models.member import Member


class OwnedQuerySet(RecordQuerySet):
    """Sets of owned records, as a member may see them."""

    def visible_to(self, member: Member) -> Self:
        """What `member` may see: its role's scope, and of private records the own and those it is named on."""
        from stegvis.workspaces.permissions import colleagues, scope_of

        return self.seen_by(member.workspace_id, member.pk, colleagues(member, scope_of(member, "see")))

    def seen_by(self, workspace: int, member: int, owners: Collection[int] | None) -> Self:
        """The same for written queries: `owners` are whose records the role covers, None for everybody's."""
        within = self.filter(workspace=workspace)
        if owners is not None:
            within = within.filter(Q(owner__isnull=True) | Q(owner__in=owners) | self._named(member))
        return within.filter(Q(private=False) | Q(owner=member) | self._named(member))

    def _named(self, member: int) -> Q:
        through = self.model._meta.get_field("named").remote_field.through
        column = f"{self.model._meta.model_name}_id"
        return Q(pk__in=through.objects.filter(member_id=member).values(column))


class OwnedManager(models.Manager.from_queryset(OwnedQuerySet)):  # type: ignore[misc]
    """Living owned records."""

    def get_queryset(self):
        return super().get_queryset().filter(deletion=None)


class Owned(Record):
    """A record with an owner; private ones are seen by the owner and the named members only."""

    owner = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, verbose_name=_("owner"), related_name="+", db_index=False
    )
    private = models.BooleanField(_("private"), default=False)
    named = models.ManyToManyField(Member, blank=True, related_name="+", verbose_name=_("also seen by"))
    tags = models.ManyToManyField("workspaces.Tag", blank=True, related_name="+", verbose_name=_("tags"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    external_id = models.CharField(_("number elsewhere"), max_length=200, blank=True)
    # Values of the workspace's own fields by their key. None for none: added to a million rows without writing them.
    fields = models.JSONField(null=True, blank=True, editable=False)

    objects = OwnedManager()
    with_deleted = models.Manager.from_queryset(OwnedQuerySet)()

    class Meta:
        abstract = True
