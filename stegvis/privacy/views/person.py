"""A person's rights: what they agreed to, everything we know, and being forgotten."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stegvis.core.errors import Refused
from stegvis.people.access import get_person
from stegvis.people.operations.consenting import record_consent
from stegvis.people.queries.privacy import consents_of, standing
from stegvis.privacy.access import get_person_to_erase, get_person_to_hand_out
from stegvis.privacy.forms import ConsentForm, ErasureForm
from stegvis.privacy.operations.erasing import erase_person
from stegvis.privacy.operations.handing_out import hand_out_person
from stegvis.privacy.queries.preview import preview_of
from stegvis.ui.render import go, render, toast
from stegvis.workspaces.permissions import may


@require_safe
def person_privacy(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person agreed to, how they must not be contacted, and what can be done for them."""
    return shown(request, get_person(request.member, pk), ConsentForm())


@require_POST
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """A consent was given or withdrawn."""
    person, form = get_person(request.member, pk, "edit"), ConsentForm(request.POST)
    if form.is_valid():
        try:
            record_consent(person, by=request.member, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Recorded."))
            return go(request, address(request, "privacy:person", pk))
    return shown(request, person, form, status=422)


@require_safe
def everything(request: HttpRequest, pk: int) -> FileResponse:
    """Everything about a person in one file."""
    person = get_person_to_hand_out(request.member, pk)
    return FileResponse(
        hand_out_person(person, by=request.member), as_attachment=True, filename=f"person-{person.pk}.zip"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """What an erasure would take, and, once the name was typed, erasing."""
    person = get_person_to_erase(request.member, pk)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erase_person(person, by=request.member, typed=form.cleaned_data["typed"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("The person was erased. The last traces are being looked for."))
            return go(request, reverse("pages:people", kwargs={"slug": request.member.workspace.slug}))
    status = 422 if form.is_bound else 200
    preview = preview_of(person)
    return render(request, "privacy/erasure.html", record=person, form=form, preview=preview, status=status)


def shown(request: HttpRequest, person, form: ConsentForm, status: int = 200) -> HttpResponse:
    """The page of a person's privacy."""
    found = consents_of(person)
    member = request.member
    rights = {
        "may_edit": may(member, "edit", person) and not person.erased_at,
        "may_export": may(member, "export", person) and may(member, "edit", person) and not person.erased_at,
        "may_erase": may(member, "edit", person) and may(member, "delete", person) and not person.erased_at,
    }
    return render(
        request,
        "privacy/person.html",
        record=person,
        consents=found,
        standing=standing(found),
        form=form,
        status=status,
        **rights,
    )


def address(request: HttpRequest, name: str, pk: int) -> str:
    """Where a page about the person is."""
    return reverse(name, kwargs={"slug": request.member.workspace.slug, "pk": pk})
