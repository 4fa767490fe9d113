"""Fields that a workspace adds to companies, people and deals, and the values by which they are found."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record
from stegvis.core.scoping import WorkspaceOwned


class RecordKind(models.TextChoices):
    """What fields can be added to; the values are the names of the models."""

    COMPANY = "company", _("Company")
    PERSON = "person", _("Person")
    DEAL = "deal", _("Deal")


class CustomField(Record):
    """One fact that a workspace wants to know of its companies, people or deals.

    `key` never changes: values are kept under it. `choices` is a list of {"key", "name", "gone"}; values hold the key,
    so that a choice can be renamed. `seen_by` and `edited_by` are roles; the role owner may always do both.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        LONG = "long", _("Long text")
        NUMBER = "number", _("Number")
        MONEY = "money", _("Money")
        DATE = "date", _("Date")
        YES_NO = "yes_no", _("Yes or no")
        CHOICE = "choice", _("Choice")
        SEVERAL = "several", _("Several choices")
        LINK = "link", _("Link")
        PERSON = "person", _("Person")
        MEMBER = "member", _("Member")

    record_kind = models.CharField(_("belongs to"), max_length=10, choices=RecordKind)
    key = models.CharField(max_length=40, editable=False)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("required"), default=False)
    seen_by = models.JSONField(default=list)
    edited_by = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    archived = models.BooleanField(_("archived"), default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # Deleted ones count too: a new field of the same name must not show the old one's values.
            models.UniqueConstraint(fields=["workspace", "record_kind", "key"], name="workspaces_field_once")
        ]

    def __str__(self) -> str:
        return self.name


class FieldValue(WorkspaceOwned):
    """A value once more, where databases can look it up: lists are narrowed by walking these indexes.

    The value itself is in the record's `fields`; `write_values` keeps both in step. Texts are folded, a day is its
    ordinal, yes is one; several choices are several rows. `record_id` is of the kind that the field belongs to.
    """

    field = models.ForeignKey(CustomField, models.CASCADE, related_name="+", db_index=False)
    record_id = models.BigIntegerField()
    text = models.CharField(max_length=200, null=True)  # noqa: DJ001 - the two partial indexes tell them apart
    number = models.DecimalField(max_digits=19, decimal_places=4, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["field", "record_id"], name="workspaces_value_of"),
            models.Index(
                fields=["field", "text", "record_id"], name="workspaces_value_text", condition=Q(text__isnull=False)
            ),
            models.Index(
                fields=["field", "number", "record_id"],
                name="workspaces_value_number",
                condition=Q(number__isnull=False),
            ),
        ]
