"""Looking at the file of a whole workspace before a word of it is believed."""

import json
import lzma
import zlib
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.transfer.whole.layout import FORMAT, KNOWN, MANIFEST, MOST_JSON, MOST_PACKED, SMALL
from stegvis.transfer.whole.tables import carried


def checked_manifest(archive: ZipFile) -> dict[str, Any]:
    """The manifest of a file that may be read. Refused for what is none, of a newer program, or made to do harm."""
    names = [one.filename for one in archive.infolist()]
    if MANIFEST not in names or len(set(names)) != len(names):
        raise Refused(_("This is not the file of a whole workspace."))
    for one in archive.infolist():
        _check_part(one)
    manifest = read_json(archive, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("program") != "stegvis":
        raise Refused(_("This is not the file of a whole workspace."))
    if manifest.get("format") != FORMAT or set(last_numbers(manifest)) - {one._meta.label for one in carried()}:
        raise Refused(_("This file is of a newer Stegvis. Install that version first."))
    return manifest


def last_numbers(manifest: dict[str, Any]) -> dict[str, int]:
    """The largest number in each table, by label."""
    last = manifest.get("last")
    if not isinstance(last, dict) or not all(type(one) is int and 0 <= one < 2**60 for one in last.values()):
        raise damaged(MANIFEST)
    return last


def read_json(archive: ZipFile, name: str) -> Any:
    """What a part of JSON says; Refused for one that says nothing."""
    try:
        return json.loads(archive.read(name))
    except (KeyError, ValueError, RecursionError, EOFError, BadZipFile, zlib.error, lzma.LZMAError) as error:
        raise damaged(name) from error


def damaged(part: str, row: int | None = None) -> Refused:
    """What is said of a part that cannot be read."""
    place = part if row is None else _("%(part)s, row %(row)d") % {"part": part, "row": row}
    return Refused(_("The file is damaged, or was changed: %(place)s.") % {"place": place})


def _check_part(one: ZipInfo) -> None:
    if not KNOWN.fullmatch(one.filename) or one.flag_bits & 1:
        raise Refused(
            _("The file holds something that does not belong there: %(name)s.") % {"name": one.filename[:100]}
        )
    bomb = one.file_size > SMALL and one.file_size > MOST_PACKED * max(one.compress_size, 1)
    if bomb or (one.filename.endswith(".json") and one.file_size > MOST_JSON):
        raise Refused(_("The file would become far too large when unpacked: %(name)s.") % {"name": one.filename[:100]})
