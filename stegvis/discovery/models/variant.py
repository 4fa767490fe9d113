"""How a workspace reads the variants of the relationship model, where it reads them otherwise than we do."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.core.records import Record


class OwnVariant(Record):
    """A variant in the team's words. `key` names the shipped one it stands for; empty for one of the team's own.

    `signs` are [question, answer, points]: answers of the advisor's questions that speak for it.
    """

    key = models.CharField(max_length=20, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    what = models.TextField(_("what it is"), blank=True)
    roles = models.TextField(_("roles"), blank=True)
    skills = models.TextField(_("skills"), blank=True)
    tools = models.TextField(_("tools"), blank=True)
    ways = models.TextField(_("ways of working"), blank=True)
    measure = models.TextField(_("measure"), blank=True)
    template = models.CharField(_("ready-made process"), max_length=60)
    signs = models.JSONField(default=list)
    left_out = models.BooleanField(_("never recommended"), default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["workspace", "id"], name="discovery_variant_order")]

    def __str__(self) -> str:
        return self.name
