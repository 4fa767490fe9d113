"""Where the boxes of a flowchart lie."""

from django.db import models
from django.utils import timezone


class FlowLayout(models.Model):
    """The layout of one graph, kept because making it takes a second. Holds sizes and places, never a word.

    `key` is the hash of what was laid out, so a changed process has another one, and two alike share it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    places = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
