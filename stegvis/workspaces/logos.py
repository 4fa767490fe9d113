"""Logos people upload: looked at, made small, and written anew, so that nothing but the picture is kept."""

from io import BytesIO

from django.utils.translation import gettext as _

from stegvis.core.errors import Refused

LIMIT_BYTES = 2 * 1024 * 1024
LIMIT_PIXELS = 40_000_000
SIDE = 256


def as_logo(content: bytes) -> bytes:
    """A PNG of at most SIDE x SIDE made of an uploaded PNG, JPEG, WebP or GIF; Refused for anything else."""
    # Imported late: most processes never see a logo.
    from PIL import Image

    if len(content) > LIMIT_BYTES:
        raise Refused(_("The picture is larger than 2 MB. Choose a smaller one."))
    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP", "GIF"]) as picture:
            # Its head says how large it will be, before a small file is blown up to fill the memory.
            if picture.width * picture.height > LIMIT_PIXELS:
                raise Refused(_("The picture has too many pixels. Choose a smaller one."))
            return _small(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(_("This is no picture that can be read. Use PNG, JPEG or WebP.")) from error


def _small(picture) -> bytes:
    copy = picture.convert("RGBA")
    copy.thumbnail((SIDE, SIDE))
    written = BytesIO()
    copy.save(written, "PNG", optimize=True)
    return written.getvalue()
