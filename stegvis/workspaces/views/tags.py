"""Settings of tags."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stegvis.ui.render import go, toast
from stegvis.workspaces.access import get_tag
from stegvis.workspaces.forms.workspace import MergeForm, TagForm
from stegvis.workspaces.operations.tagging import delete_tag, merge_tags, rename_tag
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries import all_tags, tags
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.views.answers import act, address, undo_address


@require_safe
def tag_list(request: HttpRequest) -> HttpResponse:
    """The tags, each to be renamed, merged or deleted."""
    require(request.member, "settings")
    return render_settings(request, "workspaces/tags.html", "tags", tags=tags(request.member))


@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a tag."""
    one = get_tag(request.member, pk, "settings")
    form = TagForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    name = form.cleaned_data["name"]
    return act(request, lambda: rename_tag(one, name, by=request.member), _("Renamed."), address(request, "tags"))


@require_POST
def tag_merging(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another tag in the place of this one."""
    one = get_tag(request.member, pk, "settings")
    form = MergeForm(request.POST, tags=all_tags(request.member))
    if not form.is_valid():
        return HttpResponse(status=400)
    into = form.cleaned_data["into"]
    done = _("“%(name)s” is “%(into)s” now.") % {"name": one.name, "into": into.name}
    return act(request, lambda: merge_tags(one, into, by=request.member), done, address(request, "tags"))


@require_POST
def tag_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a tag off everything."""
    one = get_tag(request.member, pk, "settings")
    deletion = delete_tag(one, by=request.member)
    toast(request, _("The tag “%(name)s” was deleted.") % {"name": one.name}, undo_address(request, deletion))
    return go(request, address(request, "tags"))
