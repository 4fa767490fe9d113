"""What a user sets about itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.ui.render import go, toast
from stegvis.workspaces.forms.account import ProfileForm
from stegvis.workspaces.operations.users import OWN_FACTS, update_profile
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import address


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, look; the password has a page of its own."""
    own = {name: getattr(request.user, name) for name in OWN_FACTS}
    form = ProfileForm(request.POST or None, initial=own)
    if request.method == "GET" or not form.is_valid():
        return render_settings(
            request, "workspaces/profile.html", "profile", form=form, status=422 if form.is_bound else 200
        )
    update_profile(form.cleaned_data, by=request.user)  # type: ignore[arg-type]
    toast(request, _("Saved."))
    return go(request, address(request, "profile"))
