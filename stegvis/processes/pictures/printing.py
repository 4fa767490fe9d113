"""A process of its own that makes paper: HTML on the standard input, a PDF (or with `png` a picture) on the output.

Run by paper.py, knows nothing of Django. WeasyPrint takes a second and 60 MB, which no web process should keep.
"""

import io
import sys

LONGEST_SIDE = 5000


def main(kind: str) -> None:
    """Write what `kind` names."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    # Fonts of this machine; nothing of the network, whatever a name says.
    fetcher = URLFetcher(allowed_protocols={"file"})
    pdf = HTML(string=sys.stdin.read(), url_fetcher=fetcher).write_pdf()
    sys.stdout.buffer.write(_picture(pdf) if kind == "png" else pdf)


def _picture(pdf: bytes) -> bytes:
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0]
    scale = min(3.0, LONGEST_SIDE / max(page.get_size()))
    buffer = io.BytesIO()
    page.render(scale=scale).to_pil().save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


if __name__ == "__main__":
    main(sys.argv[1])
