"""What the workspace decides about privacy."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.people.operations.consenting import set_privacy_settings
from stegvis.people.queries.privacy import decided
from stegvis.privacy.forms import SettingsForm
from stegvis.ui.render import go, toast
from stegvis.workspaces.permissions import require
from stegvis.workspaces.settings_nav import render_settings


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The basis of new people, and when silence is worth a look."""
    member = request.member
    require(member, "settings")
    now = decided(member.workspace)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=now)
    if form.is_valid():
        set_privacy_settings(by=member, **form.cleaned_data)
        toast(request, _("Saved."))
        return go(request, reverse("privacy:settings", kwargs={"slug": member.workspace.slug}))
    answer = render_settings(request, "privacy/settings.html", "privacy", form=form, months=now.months)
    answer.status_code = 422 if form.is_bound else 200
    return answer
