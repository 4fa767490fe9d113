"""People, and how people and companies are reached."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.people.models.company import Company
from stegvis.people.models.privacy import LegalBasis, NoContact
from stegvis.workspaces.models import Owned


class Person(Owned):
    """Somebody at a company, or on their own."""

    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    name_key = models.CharField(max_length=300, editable=False)
    job_title = models.CharField(_("job title"), max_length=200, blank=True)
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("company")
    )
    language = models.CharField(_("language"), max_length=8, blank=True)
    description = models.TextField(_("description"), blank=True)
    # Defaults of the database too: imports write rows without naming these columns.
    legal_basis = models.CharField(
        _("legal basis"), max_length=10, choices=LegalBasis, blank=True, default="", db_default=""
    )
    basis_on = models.DateField(_("basis since"), null=True, blank=True)
    basis_source = models.CharField(_("how we know"), max_length=200, blank=True, default="", db_default="")
    do_not_contact = models.CharField(
        _("do not contact"), max_length=5, choices=NoContact, blank=True, default="", db_default=""
    )
    absorbed = models.JSONField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "name_key", "id"], name="people_person_name"),
            models.Index(fields=["workspace", "owner", "name_key"], name="people_person_owner"),
            models.Index(fields=["workspace", "external_id"], name="people_person_external"),
            models.Index(fields=["workspace", "-created_at", "-id"], name="people_person_newest"),
            models.Index(fields=["workspace", "company", "name_key", "id"], name="people_person_by_company"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First and last name as they are said together."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class ContactPoint(WorkspaceOwned):
    """One way to reach a company or a person. `key` is its normal form, by which duplicates are found."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        WEB = "web", _("Web")
        DOMAIN = "domain", _("Domain")

    company = models.ForeignKey(Company, models.CASCADE, null=True, blank=True, related_name="contact_points")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="contact_points")
    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=320)
    key = models.CharField(max_length=320, editable=False)
    label = models.CharField(_("label"), max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False, person__isnull=True) | Q(company__isnull=True, person__isnull=False),
                name="people_contact_point_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "kind", "key"], name="people_contact_point_key"),
            # As most are of people, an index of all would look to SQLite as if it told nothing about companies.
            models.Index(fields=["company"], condition=Q(company__isnull=False), name="people_contact_point_company"),
        ]

    def __str__(self) -> str:
        return self.value
