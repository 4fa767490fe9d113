"""Files as they lie on the disk: below HOME/files, under names nobody can guess, looked at before they are shown."""

import hashlib
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from stegvis.core.backups.layout import files_folder
from stegvis.core.errors import Refused

FOLDER = "timeline"
LONGEST_NAME = 150
LONGEST_ENDING = 12
SIDE = 1600
LIMIT_PIXELS = 40_000_000
IMAGES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/gif": "GIF"}
PDF, TEXT, UNKNOWN = "application/pdf", "text/plain", "application/octet-stream"
STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
LOOKED_AT = 4096
PACKED = b"PK\x03\x04"


@dataclass(frozen=True)
class Kept:
    """A file that lies on the disk: paths below the folder of files, the second one empty without a preview."""

    place: str
    preview: str
    type: str
    size: int
    digest: str


def keep(upload: UploadedFile, token: str) -> Kept:
    """Write `upload` under `token` and look at it. Refused when it is too large."""
    if (upload.size or 0) > settings.FILE_LIMIT_MB * 1024 * 1024:
        raise Refused(_("A file has at most %(number)s MB.") % {"number": settings.FILE_LIMIT_MB})
    place = f"{FOLDER}/{token[:2]}/{token}"
    path = path_of(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with path.open("xb") as file:
            for chunk in upload.chunks():
                digest.update(chunk)
                file.write(chunk)
        found = type_of(path)
        preview = f"{place}.webp" if found in IMAGES and _draw_preview(path, path_of(f"{place}.webp")) else ""
    except BaseException:
        remove([place, f"{place}.webp"])
        raise
    return Kept(place, preview, found, path.stat().st_size, digest.hexdigest())


def path_of(place: str) -> Path:
    """Where `place` lies; ValueError for one that leaves the folder."""
    folder = files_folder().resolve()
    path = (folder / place).resolve()
    if not path.is_relative_to(folder):
        raise ValueError("Outside the folder of files.")
    return path


def remove(places: list[str]) -> None:
    """Take files off the disk; one that is gone is gone."""
    for place in places:
        if place:
            path_of(place).unlink(missing_ok=True)


def type_of(path: Path) -> str:
    """What the content of a file is, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(LOOKED_AT)
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(PACKED):
        return _packed(path)
    return TEXT if _is_text(head) else UNKNOWN


def _packed(path: Path) -> str:
    """Which office wrote it, by the names in its table of contents: nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()[:200]
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return UNKNOWN
    kinds = (kind for start, kind in OFFICE.items() if any(name.startswith(start) for name in names))
    return f"application/x-{next(kinds, 'zip')}"


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last letter may be cut in two.
        if error.start < len(head) - 4 or len(head) < LOOKED_AT:
            return False
        text = head[: error.start].decode("utf-8")
    return bool(text) and not any(unicodedata.category(one) == "Cc" and one not in "\t\n\r\f" for one in text)


def _draw_preview(path: Path, target: Path) -> bool:
    """A picture of the picture, with nothing in it but the picture; False for one that cannot be read or is a bomb."""
    # Imported late: most processes never see a picture.
    from PIL import Image, ImageOps

    try:
        with Image.open(path, formats=list(IMAGES.values())) as picture:
            if picture.width * picture.height > LIMIT_PIXELS:
                return False
            picture.draft("RGB", (SIDE, SIDE))
            made = ImageOps.exif_transpose(picture).convert("RGBA")
            made.thumbnail((SIDE, SIDE))
            written = BytesIO()
            made.save(written, "WEBP", quality=80)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return False
    target.write_bytes(written.getvalue())
    return True


def tame_name(name: str) -> str:
    """A file's name without folders, without letters that cannot be seen or turn the line round, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(one for one in last if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    plain = " ".join(seen.split()).lstrip(".").strip()
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return plain[:LONGEST_NAME] or _("file")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
