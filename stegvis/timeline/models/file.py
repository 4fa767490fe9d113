"""Files that people put on the timeline: kept outside what the web serves, named by a random token."""

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from stegvis.core.scoping import WorkspaceOwned
from stegvis.timeline.models.entry import TimelineEntry
from stegvis.workspaces.models import Member

TOKEN_LENGTH = 40


def new_token() -> str:
    """What a file's address is made of: nothing one could guess."""
    return get_random_string(TOKEN_LENGTH)


class StoredFile(WorkspaceOwned):
    """A file of an entry. `type` is what its content was found to be, never what the sender said."""

    entry = models.ForeignKey(TimelineEntry, models.CASCADE, null=True, related_name="files")
    token = models.CharField(max_length=TOKEN_LENGTH, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name"), max_length=255)
    type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    place = models.CharField(max_length=200, help_text="Path below the folder of files.")
    preview = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["workspace", "-id"], name="timeline_file_newest")]

    def __str__(self) -> str:
        return self.name
