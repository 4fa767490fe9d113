"""Which encoding a text file is written in, told from all of its bytes in constant memory."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .alphabets import best_single_byte
from .errors import UnreadableFile

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MAGIC = (b"%PDF", b"\x89PNG", b"\x1f\x8b", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"BZh", b"7z\xbc\xaf", b"Rar!")
_CONTROLS = bytes(sorted(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27}))
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(rb".?[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*.?")
_ENOUGH_WORDS = 50_000
_GUARDS = ("\u200d=", "\u200d+", "\u200d-", "\u200d@", "'=", "'+", "'-", "'@")


@dataclass(frozen=True)
class Script:
    """How a text file is written: codec, byte order mark, and what was met on the way through it.

    `broken` counts replacement characters, `lines` line feeds; `guarded` says that cells which look
    like formulas were made harmless by the program that wrote them.
    """

    encoding: str
    has_bom: bool = False
    confidence: float = 1.0
    lines: int = 0
    broken: int = 0
    guarded: bool = False


def bom_length(encoding: str, has_bom: bool) -> int:
    """Bytes to skip before the first character."""
    return (3 if encoding == "utf-8" else 2) if has_bom else 0


def detect_script(path: Path) -> Script:
    """Tell how the text file at `path` is written; raises UnreadableFile (empty, binary, nul_bytes)."""
    head = _head(path)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return survey(path, encoding, has_bom=True)
    wide = _wide_without_mark(head)
    if wide:
        return survey(path, wide, confidence=0.9)
    refuse_binary(head)
    return _narrow(path)


def survey(path: Path, encoding: str, *, has_bom: bool = False, confidence: float = 1.0) -> Script:
    """Read the file once in `encoding`, counting what the reader should know; raises on NUL characters."""
    lines = broken = 0
    guarded = False
    for text in _decoded(path, encoding, bom_length(encoding, has_bom)):
        _refuse_nul(text, lines)
        lines += text.count("\n") or text.count("\r")
        broken += text.count("\ufffd")
        guarded = guarded or any(guard in text for guard in _GUARDS)
    return Script(encoding, has_bom, confidence, lines, broken, guarded)


def refuse_binary(head: bytes) -> None:
    """Raise UnreadableFile("binary") for bytes that no text holds."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if head.startswith(_MAGIC) or controls > max(2, len(head) // 50):
        raise UnreadableFile("binary")


def _head(path: Path) -> bytes:
    with open(path, "rb") as file:
        head = file.read(1 << 16)
    if not head.strip(b"\xef\xbb\xff\xfe\xbf \t\r\n\x00"):
        raise UnreadableFile("empty")
    return head


def _wide_without_mark(head: bytes) -> str | None:
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.05 else None


def _refuse_nul(text: str, line: int) -> None:
    place = text.find("\x00")
    if place >= 0:
        raise UnreadableFile("nul_bytes", line=line + text.count("\n", 0, place) + 1)


def _chunks(path: Path, skip: int = 0) -> Iterator[bytes]:
    with open(path, "rb") as file:
        file.seek(skip)
        while chunk := file.read(_CHUNK):
            yield chunk


def _decoded(path: Path, encoding: str, skip: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in _chunks(path, skip):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _narrow(path: Path) -> Script:
    """UTF-8 when the bytes are (nearly) that, else the single-byte encoding with the likeliest letters."""
    if _is_utf8(path):
        return survey(path, "utf-8")
    words, sequences, high = _high_words(path)
    if sequences >= 3 and sequences * 2 > high * 0.8:
        return survey(path, "utf-8", confidence=0.7)
    encoding, confidence = best_single_byte(words)
    return survey(path, encoding, confidence=confidence)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _high_words(path: Path) -> tuple[Counter[bytes], int, int]:
    """Words with bytes above ASCII, valid UTF-8 sequences, and bytes above ASCII, from the start of the file."""
    words: Counter[bytes] = Counter()
    sequences = high = 0
    for chunk in _chunks(path):
        words.update(_WORD.findall(chunk))
        sequences += len(_UTF8_SEQUENCE.findall(chunk))
        high += len(_HIGH.findall(chunk))
        if high > _ENOUGH_WORDS:
            break
    return words, sequences, high
