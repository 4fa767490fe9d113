"""Which files of which npm packages a browser may get, and under which name. Nothing else of node_modules is served."""

from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2] / "node_modules"

FILES = {
    "vendor/echarts.js": "echarts/dist/echarts.esm.min.mjs",
    "vendor/htmx.js": "htmx.org/dist/htmx.esm.min.js",
    "vendor/idb-keyval.js": "idb-keyval/dist/index.js",
    "vendor/sortable.js": "sortablejs/modular/sortable.esm.js",
    "vendor/inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "vendor/inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
}
ICONS = "lucide-static/icons"


def root() -> Path:
    """The folder of installed packages: STEGVIS_NODE_MODULES in settings, else beside the program."""
    return Path(getattr(settings, "STEGVIS_NODE_MODULES", ROOT))


def package_file(name: str) -> Path | None:
    """Where the file served as `name` lies, or None for a name that is not served or not installed."""
    if name not in FILES:
        return None
    path = root() / FILES[name]
    return path if path.exists() else None
