"""Lighthouse over the machine's Chromium: what it says of a page that somebody is signed in to."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "audits" / "node_modules" / ".bin" / "lighthouse"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SOUND = ("accessibility", "best-practices")
CATEGORIES = ("performance", *SOUND)
SECONDS = 180


@dataclass(frozen=True)
class Audit:
    """Scores from 0 to 100 by category, and what kept accessibility and best practices from being complete."""

    scores: Mapping[str, int]
    problems: Sequence[str]


def is_installed() -> bool:
    """Whether there is a Lighthouse, and a Chromium to run it with."""
    return PROGRAM.exists() and _chromium() is not None


def audit(address: str, cookies: Mapping[str, str], *, phone: bool = False, only: Sequence[str] = CATEGORIES) -> Audit:
    """What Lighthouse says of the page at `address`; `phone` is a slow one on a slow network, as it simulates them.

    Raises CalledProcessError or TimeoutExpired where it cannot say anything.
    """
    flags = "--headless=new --disable-dev-shm-usage" + (" --no-sandbox" if os.geteuid() == 0 else "")
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    command = [str(PROGRAM), address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command += [f"--only-categories={','.join(only)}", "--extra-headers", json.dumps({"Cookie": cookie})]
    command += [] if phone else ["--preset=desktop"]
    environment = os.environ | {"CHROME_PATH": _chromium() or ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=SECONDS)
    return _read(json.loads(done.stdout), only)


def _read(told: dict, only: Sequence[str]) -> Audit:
    categories = told["categories"]
    scores = {name: round(100 * (categories[name]["score"] or 0)) for name in only}
    asked = {one["id"] for name in SOUND for one in categories[name]["auditRefs"] if one["weight"]}
    failed = [one for one in asked if told["audits"][one]["score"] not in (None, 1)]
    return Audit(scores, [f"{one}: {told['audits'][one]['title']}" for one in sorted(failed)])


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)
