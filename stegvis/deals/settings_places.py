"""What deals and processes add to Settings."""

from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.settings_nav import Entry, register

register(Entry("processes", "processes:processes", _("Processes"), 50, verb="see"))
register(Entry("lost-reasons", "deals:lost_reasons", _("Lost reasons"), 55, verb="processes"))
register(Entry("playbook", "deals:frameworks", _("Playbook"), 57, verb="processes"))
register(Entry("products", "deals:products", _("Price list"), 60, verb="processes"))
