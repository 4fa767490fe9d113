"""Settings: one file for every installation. What differs comes from the environment (docs/self-hosting.md)."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from stegvis.config import environment as env

HOME = env.home()
DEBUG = env.flag("STEGVIS_DEBUG")
DEMO = env.flag("STEGVIS_DEMO")
SECRET_KEY = env.secret_key(HOME)

# HTTPS is on when somebody says which address the world uses; without one it is a trial on this machine.
SITE_URL = env.os.environ.get("STEGVIS_URL", "").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("STEGVIS_HOSTS", "127.0.0.1,localhost,[::1]")
if SITE_URL:
    ALLOWED_HOSTS.append(env.urlsplit(SITE_URL).hostname or "")
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "stegvis.ui.errors.csrf_failure"

INSTALLED_APPS = [
    "stegvis.core",
    "stegvis.ui",
    "stegvis.workspaces",
    "stegvis.people",
    "stegvis.processes",
    "stegvis.timeline",
    "stegvis.deals",
    "stegvis.discovery",
    "stegvis.buyers",
    "stegvis.insights",
    "stegvis.transfer",
    "stegvis.pages",
    "stegvis.privacy",
    "stegvis.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stegvis.core.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stegvis.core.once.OnceMiddleware",
    "stegvis.workspaces.middleware.WorkspaceMiddleware",
    "stegvis.workspaces.middleware.LanguageMiddleware",
    "stegvis.core.search.keeping.SearchMiddleware",
]

ROOT_URLCONF = "stegvis.config.urls"
WSGI_APPLICATION = "stegvis.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "stegvis.ui.jinja.environment", "context_processors": []},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "stegvis" / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": env.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, so that throttling counts every attempt (a per-process cache would not). With room: where it
# is full, what is still needed goes, and attempts at signing in would no longer be counted.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "stegvis.workspaces.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "stegvis.workspaces.second_factors.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Stegvis"
MFA_TOTP_TOLERANCE = 1

SESSION_ENGINE = "stegvis.workspaces.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_NAME = "stegvis_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("STEGVIS_BEHIND_PROXY") else None
# Whom to throttle: with a proxy in front, everybody's own address is the last of X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("STEGVIS_BEHIND_PROXY") else 0
# The health check comes from the machine itself, by HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# The mail server of the whole installation; a workspace may have one of its own.
SMTP_URL = env.smtp_url()

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sv", _("Swedish")), ("nb", _("Norwegian")), ("pl", _("Polish"))]
LOCALE_PATHS = [env.ROOT / "stegvis" / "locale"]
LANGUAGE_COOKIE_NAME = "stegvis_language"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "stegvis.ui.assets.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "stegvis.ui.assets.AssetStorage"},
}
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_LIMIT_MB = env.number("STEGVIS_FILE_LIMIT_MB", 25)
UPLOAD_LIMIT_MB = env.number("STEGVIS_UPLOAD_LIMIT_MB", 200)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.os.environ.get("STEGVIS_LOG_LEVEL", "WARNING")},
}
