"""Tasks: what somebody is to do next."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record, RecordQuerySet
from stegvis.people.models import Company, Person
from stegvis.processes.models import TaskTemplate
from stegvis.workspaces.models import Member

# A task is of the same kinds as the suggestion it may come from.
TaskKind = TaskTemplate.TaskKind


LINKS = ("deal", "company", "person")


class TaskQuerySet(RecordQuerySet):
    """Sets of tasks."""

    def open(self) -> Self:
        """Those still to be done."""
        return self.filter(done_at=None)

    def visible_to(self, member: Member, standing_in: Collection[int] = ()) -> Self:
        """What `member` may see: own tasks, and others' within its role's scope but for those about private records.

        `standing_in` are the members whose work it does while they are away.
        """
        from stegvis.workspaces.permissions import colleagues, scope_of

        others = colleagues(member, scope_of(member, "see"))
        mine = None if others is None else {member.pk, *others, *standing_in}
        return self.seen_by(member.workspace_id, member.pk, mine)

    def seen_by(self, workspace: int, me: int, mine: Collection[int] | None) -> Self:
        """What the member `me` may see, whose role covers the tasks of the members `mine` (None: everybody's)."""
        within = self.filter(Q(deal=None) | Q(deal__deletion=None), workspace=workspace)
        if mine is not None:
            within = within.filter(Q(assignee=None) | Q(assignee__in=mine) | Q(by=me))
        for link in LINKS:
            within = within.filter(Q(assignee=me) | self.open_to(me, link))
        return within

    def open_to(self, me: int, link: str, owners: Collection[int] | None = None) -> Q:
        """Tasks whose `link` (deal, company, person) is none, or nothing private to others than the member `me`.

        With `owners` (whose records its role covers) nothing beyond those either.
        """
        model = self.model._meta.get_field(link).related_model
        named = model.named.through.objects.filter(member=me).values(f"{link}_id")
        public = Q(**{f"{link}__private": False})
        if owners is not None:
            public &= Q(**{f"{link}__owner": None}) | Q(**{f"{link}__owner__in": owners})
        return Q(**{link: None}) | public | Q(**{f"{link}__owner": me}) | Q(**{f"{link}__in": named})


class TaskManager(models.Manager.from_queryset(TaskQuerySet)):  # type: ignore[misc]
    """Living tasks."""

    def get_queryset(self):
        return super().get_queryset().filter(deletion=None)


class Repeat(models.TextChoices):
    """When a task comes back once it is done."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")


class Task(Record):
    """One thing to do, by one member, on a day or at a moment (`due_at`, whose day is `due_on`)."""

    class Priority(models.IntegerChoices):
        HIGH = 1, _("High")
        NORMAL = 2, _("Normal")
        LOW = 3, _("Low")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind, default=TaskKind.TO_DO)
    note = models.TextField(_("note"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_at = models.DateTimeField(_("at"), null=True, blank=True)
    assignee = models.ForeignKey(
        Member, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("assigned to"), db_index=False
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    repeat = models.CharField(_("repeats"), max_length=20, choices=Repeat, blank=True)
    # The task that came into being when this one was done; and the day of the month a series began with, so that one
    # of the 31st comes back to it after February.
    follower = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, editable=False, related_name="+", db_index=False, db_constraint=False
    )
    month_day = models.PositiveSmallIntegerField(null=True, editable=False)
    deal = models.ForeignKey(
        "deals.Deal",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("deal"),
        db_index=False,
    )
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("company"), db_index=False
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("person"), db_index=False
    )
    # What its completion wrote on the timeline, so that Undo can take it back.
    entry = models.ForeignKey(
        "timeline.TimelineEntry",
        models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    suggestion = models.CharField(max_length=64, blank=True, editable=False)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    automation = models.CharField(max_length=100, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    external_id = models.CharField(_("number elsewhere"), max_length=200, blank=True)

    objects = TaskManager()
    with_deleted = models.Manager.from_queryset(TaskQuerySet)()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "assignee", "due_on", "id"],
                name="timeline_task_to_do",
                condition=Q(done_at=None, deletion=None),
            ),
            models.Index(
                fields=["workspace", "due_on", "id"],
                name="timeline_task_by_day",
                condition=Q(done_at=None, deletion=None),
            ),
            # Of what has one only: where no task is of a person, SQLite would look for all by an index of persons.
            models.Index(
                fields=["deal", "done_at", "due_on", "id"],
                name="timeline_task_of_deal",
                condition=Q(deal__isnull=False),
            ),
            models.Index(
                fields=["company", "done_at", "due_on", "id"],
                name="timeline_task_of_company",
                condition=Q(company__isnull=False),
            ),
            models.Index(
                fields=["person", "done_at", "due_on", "id"],
                name="timeline_task_of_person",
                condition=Q(person__isnull=False),
            ),
            models.Index(
                fields=["workspace", "done_by", "-done_at"],
                name="timeline_task_done",
                condition=Q(done_at__isnull=False),
            ),
            models.Index(
                fields=["workspace", "external_id"], name="timeline_task_external", condition=~Q(external_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner_id(self) -> int | None:
        """For permissions a task belongs to whom it is assigned to."""
        return self.assignee_id
