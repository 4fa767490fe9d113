"""What members can be told of timelines."""

from django.utils.translation import gettext_lazy as _

from stegvis.workspaces import telling

telling.register("mentioned", _("%(who)s mentioned you at %(record)s"), "mentions", "message-square")
telling.register("noted", _("%(who)s wrote a note at %(record)s"), "followed", "sticky-note")
telling.register("called", _("%(who)s logged a call at %(record)s"), "followed", "phone")
telling.register("met", _("%(who)s logged a meeting at %(record)s"), "followed", "calendar")
telling.register("filed", _("%(who)s added a file at %(record)s"), "followed", "paperclip")
