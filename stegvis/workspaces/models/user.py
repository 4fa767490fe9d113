"""A person who signs in. What they may do is said by their memberships, never here."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.core.written import Written, columns


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A saved user; without a password it can only sign in through a reset or invitation link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get(self, *args, **kwargs) -> "User":
        """As everywhere; by key alone, which every request asks for, through a query that is written once."""
        if args or kwargs.keys() != {"pk"} or not isinstance(kwargs["pk"], int):
            return super().get(*args, **kwargs)
        found = BY_KEY.instances(self.model, pk=kwargs["pk"])
        if not found:
            raise self.model.DoesNotExist
        return found[0]

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class Theme(models.TextChoices):
    """Which of the two palettes a user sees."""

    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class DateFormat(models.TextChoices):
    """How a user reads days."""

    LANGUAGE = "", _("As the language writes them")
    ISO = "iso", "2026-11-30"
    DOTS = "dots", "30.11.2026"
    SLASHES = "slashes", "30/11/2026"
    MONTH_FIRST = "month", "11/30/2026"


class User(AbstractBaseUser):
    """Signs in by e-mail; may be a member of several workspaces."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    date_format = models.CharField(_("dates"), max_length=8, choices=DateFormat, blank=True)
    signature = models.TextField(_("signature"), blank=True, max_length=2000)
    photo = models.FileField(_("photo"), upload_to="photos/", blank=True)
    # A copy of what allauth's authenticators say: every request of a workspace that demands one asks for it.
    second_factor = models.BooleanField(default=False, editable=False)
    last_workspace = models.ForeignKey(
        "workspaces.Workspace", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)


BY_KEY = Written(lambda pk: User.objects.filter(pk=pk).values_list(*columns(User)))
