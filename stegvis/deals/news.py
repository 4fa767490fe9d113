"""What members can be told about deals, and that deals are handed over."""

from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import Deal
from stegvis.workspaces import handing, telling

telling.register_kind(telling.owned_kind(Deal, "deals:deal", "square-kanban"))
telling.register("moved", _("%(who)s moved %(record)s to “%(stage)s”"), "followed", "arrow-right")
telling.register("won", _("%(who)s won %(record)s"), "followed", "trophy")
telling.register("lost", _("%(who)s lost %(record)s"), "followed", "circle-x")
telling.register("approval_asked", _("%(who)s asks to sell below the floor: %(record)s"), "given", "percent")
telling.register("approval_given", _("%(who)s approved the prices of %(record)s"), "given", "circle-check")
telling.register("approval_declined", _("%(who)s declined the prices of %(record)s"), "given", "circle-x")
handing.register(handing.Handed(Deal, _("Deals")))
