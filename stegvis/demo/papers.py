"""Small papers for the demo's deals: an offer, a curve of the load, minutes. The same deal gives the same paper."""

import unicodedata
from io import BytesIO

from stegvis.core.folding import squeeze
from stegvis.deals.models import Deal

WIDE, HIGH, HOURS = 960, 420, 7 * 24
PAPER, INK, PEAK = "#ffffff", "#3b6ea5", "#c2572b"
# A page of one column of text, in a font that every reader has.
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def offer(title: str, deal: Deal) -> bytes:
    """A PDF of one page."""
    lines = [title, str(deal.company), deal.title, f"{deal.amount:.2f} {deal.currency}", "Granfors"]
    shown = " ".join(f"({escaped(line)}) Tj 0 -28 Td" for line in lines)
    return pdf(f"BT /F 16 Tf 72 740 Td {shown} ET".encode("cp1252"))


def escaped(text: str) -> str:
    """A text as a PDF holds it, letters that its font lacks without their marks."""
    fitting = (one if fits(one) else unicodedata.normalize("NFKD", one)[0] for one in text)
    plain = "".join(one if fits(one) else squeeze(one) for one in fitting)
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def fits(sign: str) -> bool:
    """Whether the font of the offer has this letter."""
    return bool(sign.encode("cp1252", "ignore"))


def pdf(text: bytes) -> bytes:
    """The five objects of a page, and the table of where each begins."""
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text)
    catalogue, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    written, starts = b"%PDF-1.4\n", []
    for number, one in enumerate((catalogue, pages, PAGE.encode(), stream, FONT.encode()), 1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(written)
    return written + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def curve(title: str, deal: Deal) -> bytes:
    """A picture of a week's load: quiet nights and weekends, a peak each morning."""
    # Imported late: only making the demo draws.
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDE, HIGH), PAPER)
    draw, step = ImageDraw.Draw(picture), WIDE / HOURS
    for hour in range(HOURS):
        load = load_at(hour, int(deal.amount or 0))
        colour = PEAK if load > 0.85 else INK
        left = hour * step
        draw.rectangle((left + 1, HIGH * (1 - load * 0.92), left + step - 1, HIGH - 8), fill=colour)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def load_at(hour: int, seed: int) -> float:
    """The load of an hour, as a part of the highest."""
    day, clock = divmod(hour, 24)
    ripple = (hour * 37 + seed * 11) % 17 / 100
    if day > 4 or not 6 <= clock <= 21:
        return 0.18 + ripple
    return (0.86 if clock == 6 else 0.55) + ripple * 0.8


def minutes(title: str, deal: Deal) -> bytes:
    """A plain text."""
    people = "\n".join(f"- {person}" for person in deal.people.order_by("pk"))
    return f"{title}\n{deal.company}: {deal.title}\n\n{people}\n".encode()


MAKERS = {"pdf": offer, "png": curve, "txt": minutes}
