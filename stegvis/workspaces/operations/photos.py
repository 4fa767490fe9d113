"""A user's photo: one file, shown in every workspace the user is in."""

from django.core.files.base import ContentFile
from django.db import transaction

from stegvis.workspaces.models import Member, User, Workspace
from stegvis.workspaces.models.member import new_token


@transaction.atomic
def set_photo(image: bytes | None, *, by: User) -> User:
    """Make `image` (a PNG that was checked, see `logos`) the photo of `by`, or remove it with None."""
    user = User.objects.select_for_update().get(pk=by.pk)
    old, store = user.photo.name, user.photo.storage
    version = new_token()[:12] if image else ""
    if image is None:
        user.photo = ""
    else:
        user.photo.save(f"{new_token()}.png", ContentFile(image), save=False)
    user.save(update_fields=["photo"])
    by.photo = user.photo
    for member in Member.objects.across_workspaces("a person has one face").filter(user=user).order_by("workspace_id"):
        show_face(member, version)
    if old:
        transaction.on_commit(lambda: store.delete(old))
    return by


def show_face(member: Member, version: str) -> None:
    """Have avatars of `member` show the photo of this version; none for "". To be called inside a transaction."""
    workspace = Workspace.objects.select_for_update().get(pk=member.workspace_id)
    others = {pk: one for pk, one in workspace.faces.items() if pk != str(member.pk)}
    workspace.faces = others | ({str(member.pk): version} if version else {})
    workspace.save(update_fields=["faces"])
