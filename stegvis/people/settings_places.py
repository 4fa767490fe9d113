"""What people add to Settings."""

from django.utils.translation import gettext_lazy as _

from stegvis.workspaces.settings_nav import Entry, register

register(Entry("ideal-customers", "people:profiles", _("Ideal customers"), 58, verb="processes"))
