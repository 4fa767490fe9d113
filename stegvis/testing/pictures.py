"""The README's picture: `python -m stegvis.testing.pictures` draws docs/images/board.png anew.

The board of a demo made for it, as its manager sees it: 1440 x 900, in English, in light, in 256 colours, so that the
file stays small. Needs Chromium, as the browser tests do. Run it in a clean clone: it shows the code as it stands.
"""

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from stegvis.testing.demo_site import demo_site

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SCREEN = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1, "locale": "en", "color_scheme": "light"}
PICTURE = Path(__file__).resolve().parents[2] / "docs" / "images" / "board.png"
LARGEST = 400_000  # bytes


def main() -> int:
    """Draw the picture and say how large it is; the exit code is 1 when it is too large for a README."""
    with tempfile.TemporaryDirectory(prefix="stegvis-picture-") as folder, demo_site(Path(folder)) as address:
        picture = shrink(photograph(address))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(picture)
    sys.stdout.write(f"{PICTURE.name}: {len(picture):,} bytes\n")
    return int(len(picture) > LARGEST)


def photograph(address: str) -> bytes:
    """The manager's board, as PNG."""
    flags = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        page = browser.new_context(base_url=address, reduced_motion="reduce", **SCREEN).new_page()
        go_to_the_board(page)
        picture = page.screenshot()
        browser.close()
    return picture


def go_to_the_board(page: Page) -> None:
    """In by the sign-in page's button for the manager; the pointer rests where it lights nothing up."""
    page.goto("/")
    page.get_by_role("button", name="Manager").click()
    page.get_by_role("link", name="Pipeline").first.click()
    expect(page.locator(".deal-card").first).to_be_visible()
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")


def shrink(picture: bytes) -> bytes:
    """The same PNG with a palette: a third of the size, and no eye tells them apart."""
    small = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    sys.exit(main())
