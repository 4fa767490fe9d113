"""Settings of the mail server."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stegvis.core.errors import Refused
from stegvis.ui.render import go, refuse, toast
from stegvis.workspaces.forms.workspace import MailForm
from stegvis.workspaces.mailing import Server, installation_server
from stegvis.workspaces.operations.mail import may_change_mail, remove_mail, send_test_mail, set_mail
from stegvis.workspaces.permissions import require
from stegvis.workspaces.queries import mail_settings
from stegvis.workspaces.settings_nav import render_settings
from stegvis.workspaces.throttling import TEST_MAILS
from stegvis.workspaces.views.answers import act, address


@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Which server the workspace sends through; its owners choose it."""
    require(request.member, "settings")
    form = MailForm(request.POST or None, initial=_saved(request))
    if request.method == "GET" or not form.is_valid() or not _save(request, form):
        return _page(request, form)
    return go(request, address(request, "mail"))


@require_POST
def mail_test(request: HttpRequest) -> HttpResponse:
    """Send a mail to oneself."""
    require(request.member, "settings")
    if TEST_MAILS.is_closed(request):
        return refuse(request, _("That were many test mails. Wait ten minutes."), 429)
    TEST_MAILS.count(request)
    done = _("A test mail was sent to %(email)s.") % {"email": request.member.email}
    return act(request, lambda: send_test_mail(by=request.member), done, address(request, "mail"))


@require_POST
def mail_removal(request: HttpRequest) -> HttpResponse:
    """Forget the server."""
    require(request.member, "settings")
    done = _("The workspace has no mail server of its own any more.")
    return act(request, lambda: remove_mail(by=request.member), done, address(request, "mail"))


def _saved(request: HttpRequest) -> dict:
    own = mail_settings(request.member)
    return {name: getattr(own, name) for name in MailForm.Meta.fields} if own else {}


def _save(request: HttpRequest, form: MailForm) -> bool:
    try:
        set_mail(Server(**form.cleaned_data), by=request.member)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    toast(request, _("Saved."))
    return True


def _page(request: HttpRequest, form: MailForm) -> HttpResponse:
    context: dict = {"form": form, "own": mail_settings(request.member), "editing": may_change_mail(request.member)}
    context["installation"] = installation_server()
    return render_settings(request, "workspaces/mail.html", "mail", status=422 if form.is_bound else 200, **context)
