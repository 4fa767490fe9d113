"""Entries of the timeline: notes, calls, meetings, files, finished tasks; and where each of them is shown."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.append_only import append_only
from stegvis.core.scoping import WorkspaceOwned
from stegvis.people.models import Company, Person
from stegvis.workspaces.models import Member


class EntryKind(models.TextChoices):
    """What an entry tells of."""

    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    FILE = "file", _("File")
    TASK = "task", _("Task done")
    BUYER = "buyer", _("The buyer")


@append_only
class TimelineEntry(WorkspaceOwned):
    """One version of something that happened, in somebody's words (Markdown).

    A correction is a further version that `replaces` the one before; a removal is a version that is `withdrawn`. What
    belongs to its kind is in `facts`: of a call `direction`, `outcome`, `minutes`; of a meeting `minutes`, `place`.
    """

    kind = models.CharField(max_length=10, choices=EntryKind)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    automation = models.CharField(max_length=100, blank=True)
    text = models.TextField(_("text"), blank=True)
    facts = models.JSONField(default=dict)
    replaces = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, related_name="replaced_by", db_index=False, db_constraint=False
    )
    withdrawn = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    external_id = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["replaces"], name="timeline_entry_version", condition=Q(replaces__isnull=False)),
            models.Index(fields=["workspace", "by", "-at", "-id"], name="timeline_entry_of_member"),
            models.Index(fields=["workspace", "-id"], name="timeline_entry_newest"),
            models.Index(
                fields=["workspace", "external_id"], name="timeline_entry_external", condition=~Q(external_id="")
            ),
        ]


class EntryPlace(WorkspaceOwned):
    """An entry is shown on one record: the deal, the company or the person it belongs to, or a relative of that.

    `entry` is the newest version. One record is its home: the deal, else the person, else the company it was written
    on. All other places say through which home the entry came to them: who may not see that one does not see the entry
    here either. `direct` ones were named by who wrote it, the others follow from the home (a deal's company and people,
    a person's company) and can be written anew
    at any time, so merging records and giving a deal to another company moves them.
    """

    entry = models.ForeignKey(TimelineEntry, models.CASCADE, related_name="places")
    kind = models.CharField(max_length=10, choices=EntryKind)
    at = models.DateTimeField()
    deal = models.ForeignKey("deals.Deal", models.CASCADE, null=True, related_name="entry_places", db_index=False)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="entry_places", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="entry_places", db_index=False)
    direct = models.BooleanField(default=True)
    contact = models.BooleanField(
        default=False, help_text="The buyer answered: a call that reached somebody, a meeting."
    )
    through_deal = models.ForeignKey("deals.Deal", models.CASCADE, null=True, related_name="+", db_index=False)
    through_person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", db_index=False)
    through_company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deal__isnull=False, company__isnull=True, person__isnull=True)
                | Q(deal__isnull=True, company__isnull=False, person__isnull=True)
                | Q(deal__isnull=True, company__isnull=True, person__isnull=False),
                name="timeline_place_of_one",
            )
        ]
        indexes = (
            [
                models.Index(
                    fields=[record, "-at", "-id"],
                    name=f"timeline_place_of_{record}",
                    condition=Q(**{f"{record}__isnull": False}),
                )
                for record in ("deal", "company", "person")
            ]
            + [
                models.Index(
                    fields=[f"through_{record}"],
                    name=f"timeline_place_by_{record}",
                    condition=Q(**{f"through_{record}__isnull": False}),
                )
                for record in ("deal", "person", "company")
            ]
            + [
                models.Index(
                    fields=[record, "-at"],
                    name=f"timeline_contact_of_{record}",
                    condition=Q(**{f"{record}__isnull": False, "contact": True}),
                )
                for record in ("deal", "person")
            ]
            + [
                # Reports count what was done on deals; each entry has one home, and homes are direct. Time comes first:
                # SQLite, without statistics, would take an index that begins with the workspace for a single deal too.
                models.Index(
                    fields=["at", "workspace"],
                    name="timeline_place_by_time",
                    condition=Q(
                        deal__isnull=False,
                        through_deal__isnull=True,
                        through_person__isnull=True,
                        through_company__isnull=True,
                        direct=True,
                    ),
                )
            ]
        )


class Pin(WorkspaceOwned):
    """Somebody keeps an entry on top of a record's timeline, for everybody. Follows its newest version."""

    entry = models.ForeignKey(TimelineEntry, models.CASCADE, related_name="pins")
    deal = models.ForeignKey("deals.Deal", models.CASCADE, null=True, related_name="pins")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="pins")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="pins")
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
