"""What the environment says, read once and refused when it makes no sense."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def home() -> Path:
    """The folder that holds everything an installation keeps: database, files, secret key."""
    path = Path(os.environ.get("STEGVIS_HOME") or ROOT / "var").expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def flag(name: str, default: bool = False) -> bool:
    """A yes-or-no variable; raises ImproperlyConfigured for any other word."""
    word = os.environ.get(name)
    if word is None:
        return default
    if word.strip().lower() in YES | NO:
        return word.strip().lower() in YES
    raise ImproperlyConfigured(f"{name} must be yes or no, not {word!r}.")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """A whole, positive number; raises ImproperlyConfigured otherwise."""
    word = os.environ.get(name, str(default))
    if not word.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.")
    return int(word)


def smtp_url() -> str:
    """STEGVIS_SMTP_URL (written as in `stegvis.workspaces.mailing`), or nothing; refused when it is no such address."""
    address = os.environ.get("STEGVIS_SMTP_URL", "").strip()
    if address and urlsplit(address).scheme not in ("smtp", "smtp+tls", "smtp+starttls"):
        raise ImproperlyConfigured("STEGVIS_SMTP_URL must start with smtp+starttls://, smtp+tls:// or smtp://.")
    return address


def secret_key(folder: Path) -> str:
    """STEGVIS_SECRET_KEY, or the key kept in `folder`, made at the first start (file mode 0600)."""
    if key := os.environ.get("STEGVIS_SECRET_KEY"):
        return key
    path = folder / "secret_key"
    if not path.exists():
        _write_secret(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _write_secret(path: Path, key: str) -> None:
    """O_EXCL: of two processes that start at once, one key wins and both read it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database(folder: Path) -> dict:
    """Django's DATABASES entry: DATABASE_URL (sqlite or postgresql), else SQLite in `folder`."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        return sqlite(folder / "stegvis.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(parts)
    raise ImproperlyConfigured(f"DATABASE_URL must start with sqlite:// or postgresql://, not {parts.scheme!r}.")


def sqlite(path: Path) -> dict:
    """WAL so that readers never wait, IMMEDIATE so that writers queue instead of failing half-way."""
    synchronous = os.environ.get("STEGVIS_SQLITE_SYNCHRONOUS", "FULL").upper()
    if synchronous not in ("FULL", "NORMAL"):
        raise ImproperlyConfigured("STEGVIS_SQLITE_SYNCHRONOUS must be FULL or NORMAL.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},  # a file like the real one, not in memory
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA temp_store=MEMORY; "
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
            ),
        },
    }


def postgresql(parts) -> dict:
    """The parts of a postgresql:// URL; what stands behind `?` becomes libpq options, but for `prepare` (yes or no).

    `prepare=no` is for poolers that know no prepared statements.
    """
    options = dict(parse_qsl(parts.query))
    prepare = options.pop("prepare", "yes").lower() not in NO
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Behind such a pooler the next rows of a cursor may be asked of another session.
        "DISABLE_SERVER_SIDE_CURSORS": not prepare,
        "OPTIONS": options | {"prepare_threshold": 2 if prepare else None},
    }
