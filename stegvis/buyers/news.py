"""What sellers are told of the plans they share, and how the audit log and the trash name what is done with them."""

from django.utils.translation import gettext_lazy as _

from stegvis.people.moving import Relation
from stegvis.people.moving import register as moves_with
from stegvis.workspaces import acts, telling, trash
from stegvis.workspaces.telling import BROWSER, MAIL, PAGE

telling.GROUPS["buyers"] = (_("What buyers say on a shared plan"), (PAGE, BROWSER, MAIL))
telling.register("buyer_ticked", _("%(who)s confirmed “%(step)s”: %(record)s"), "buyers", "check")
telling.register("buyer_unticked", _("%(who)s took back “%(step)s”: %(record)s"), "buyers", "undo-2")
telling.register("buyer_commented", _("%(who)s wrote on the shared plan: %(record)s"), "buyers", "message-square")
telling.register(
    "buyer_proposed", _("%(who)s proposes another day for “%(step)s”: %(record)s"), "buyers", "calendar-clock"
)
acts.register("plan_shared", _("Made a link for a buyer"))
acts.register("plan_link_revoked", _("Ended a buyer's link"))
trash.register("buyers.planstep", _("Steps of shared plans"), "list-checks")
moves_with("person", Relation("buyers.planlink", "person_id"))
