"""Where an account is signed in."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class UserSession(models.Model):
    """One browser in which a user is signed in: what the list of sessions shows, and by which it is ended."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
