"""Companies: the firms that buy."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Owned


class Company(Owned):
    """A firm. Its domains, phones and sites are contact points; its addresses are rows of their own."""

    name = models.CharField(_("name"), max_length=300)
    name_key = models.CharField(max_length=300, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=50, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=50, blank=True)
    industry = models.CharField(_("industry"), max_length=200, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    revenue = models.DecimalField(_("yearly revenue"), max_digits=19, decimal_places=2, null=True, blank=True)
    revenue_currency = models.CharField(_("currency of the revenue"), max_length=3, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries", verbose_name=_("part of")
    )
    description = models.TextField(_("description"), blank=True)
    # Ids of what was merged into it: its history is theirs, too, and pages must not ask for them.
    absorbed = models.JSONField(null=True, editable=False)

    # How well it fits the profile of ideal customers that it fits best (0 to 100); reckoned by the worker.
    fit = models.PositiveSmallIntegerField(_("fit"), null=True, editable=False)
    fit_profile = models.ForeignKey(
        "IdealProfile", models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "name_key", "id"], name="people_company_name"),
            models.Index(fields=["workspace", "owner", "name_key"], name="people_company_owner"),
            models.Index(fields=["workspace", "external_id"], name="people_company_external"),
            models.Index(fields=["workspace", "registration_number"], name="people_company_number"),
            models.Index(fields=["workspace", "-created_at", "-id"], name="people_company_newest"),
            models.Index(fields=["workspace", "employees", "id"], name="people_company_employees"),
            models.Index(fields=["workspace", "fit", "id"], name="people_company_fit"),
            # What lists are grouped by; the owner's index serves the third.
            models.Index(fields=["workspace", "industry", "name_key", "id"], name="people_company_by_industry"),
            models.Index(fields=["workspace", "country", "name_key", "id"], name="people_company_by_country"),
            # Where hardly a company is part of another, an index of all would look to SQLite as if it told nothing.
            models.Index(
                fields=["parent", "name_key", "id"], condition=Q(parent__isnull=False), name="people_company_parts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Address(WorkspaceOwned):
    """Where a company is visited, gets its post or its invoices."""

    class Kind(models.TextChoices):
        VISITING = "visiting", _("Visiting")
        POSTAL = "postal", _("Postal")
        INVOICE = "invoice", _("Invoice")
        DELIVERY = "delivery", _("Delivery")

    company = models.ForeignKey(Company, models.CASCADE, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VISITING)
    street = models.CharField(_("street"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=150, blank=True)
    region = models.CharField(_("region"), max_length=150, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)

    class Meta:
        ordering = ["id"]
