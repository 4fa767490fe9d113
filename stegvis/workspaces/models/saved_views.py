"""How members like to see their lists: views kept under a name, and what each list opens with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models.member import Member


class SavedView(Record):
    """Filters, order, columns and grouping of a list, kept under a name: the address behind its question mark.

    `listing` is the list's key. A shared view is offered to everybody; what it shows still is what its reader may see.
    """

    listing = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(blank=True)
    owner = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    shared = models.BooleanField(_("shared with everybody"), default=False)

    class Meta:
        indexes = [models.Index(fields=["workspace", "listing", "id"], name="workspaces_view_of_list")]

    def __str__(self) -> str:
        return self.name

    @property
    def private(self) -> bool:
        """Whether others may not know of it: what they call their views is theirs."""
        return not self.shared


class ListChoice(WorkspaceOwned):
    """What a list opens with: for one member, or (without one) for everybody who has not chosen.

    `columns` are the keys of the columns, None where nobody chose any.
    """

    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+", db_index=False)
    listing = models.CharField(max_length=30)
    view = models.ForeignKey(SavedView, models.SET_NULL, null=True, related_name="+", db_index=False)
    columns = models.JSONField(null=True, default=None)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "listing", "member"], name="workspaces_choice_of_member"),
            models.UniqueConstraint(
                fields=["workspace", "listing"], name="workspaces_choice_of_all", condition=models.Q(member=None)
            ),
        ]
