"""How assets reach the browser: files of npm packages by name, stylesheets and elements joined, names with a hash."""

from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Warning
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from stegvis.ui import icons, packages
from stegvis.ui.joining import join_imports


class PackageFinder(BaseFinder):
    """Finds the named files of node_modules and the icon sprite, and nothing beside them."""

    def check(self, **options) -> list[CheckMessage]:
        """A warning when packages are missing: pages would come without script, icons and font."""
        missing = [name for name in self.names() if self.locate(name) is None]
        if not missing:
            return []
        return [Warning("npm packages are not installed", hint="Run npm ci.", obj=missing[0], id="ui.W001")]

    def names(self) -> list[str]:
        """All names this finder may serve."""
        return [*packages.FILES, icons.SPRITE]

    def locate(self, name: str) -> Path | None:
        """The file behind `name`, or None."""
        return icons.sprite_file() if name == icons.SPRITE else packages.package_file(name)

    def find(self, path, find_all=False, **kwargs):
        """The absolute path of `path`, as Django's finders answer it: a list with find_all, else a string or []."""
        found = self.locate(path)
        matches = [str(found)] if found else []
        return matches if find_all else (matches[0] if matches else [])

    def list(self, ignore_patterns):
        """Pairs of name and storage, for collectstatic."""
        for name in self.names():
            if path := self.locate(name):
                yield name, OneFile(path)


class OneFile(FileSystemStorage):
    """A storage that holds one file, under whatever name it is asked for."""

    prefix = ""

    def __init__(self, file: Path):
        super().__init__(location=str(file.parent))
        self.file = file

    def path(self, name) -> str:
        """The path of the one file."""
        return str(self.file)


class Joined:
    """A stand-in for a storage that answers one file with its imports already in it."""

    def __init__(self, text: str):
        self.text = text

    def open(self, name, mode="rb") -> ContentFile:
        """The joined text, as a file."""
        return ContentFile(self.text.encode())


class AssetStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash once `collectstatic` has run; plain names before that (tests, development)."""

    support_js_module_import_aggregation = True
    manifest_strict = False
    entries = ("css/app.css", "js/app.js")

    def stored_name(self, name):
        """The hashed name from the manifest, or the name itself when there is no manifest."""
        return super().stored_name(name) if self.hashed_files else name

    def post_process(self, paths, dry_run=False, **options):
        """Join the entry files first: a browser then makes one request for all styles and one for all elements."""
        joined = paths | {name: (Joined(join_imports(name, paths)), name) for name in self.entries if name in paths}
        yield from super().post_process(joined, dry_run=dry_run, **options)
