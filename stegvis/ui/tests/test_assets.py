"""What a browser gets: named files only, one stylesheet, one script of elements, one sprite."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile

from stegvis.ui import icons, packages
from stegvis.ui.assets import AssetStorage, PackageFinder
from stegvis.ui.joining import join_imports
from stegvis.ui.tests.templates import ROOT

installed = pytest.mark.skipif(not packages.root().is_dir(), reason="npm packages are not installed")


class Shelf:
    """A storage made of a dictionary."""

    def __init__(self, files: dict[str, str]):
        self.files = files

    def open(self, name: str) -> ContentFile:
        return ContentFile(self.files[name].encode())

    def paths(self) -> dict:
        return {name: (self, name) for name in self.files}


@installed
def test_the_named_files_are_found():
    assert all(finders.find(name) for name in PackageFinder().names())


@pytest.mark.parametrize("name", ["htmx.org/package.json", "vendor/../package.json", "vendor/htmx.min.js", ""])
def test_nothing_else_of_the_packages_is_served(name):
    assert PackageFinder().find(name) == []
    assert PackageFinder().find(name, find_all=True) == []


def test_missing_packages_are_named_before_anybody_sees_a_page_without_them(settings, tmp_path):
    settings.STEGVIS_NODE_MODULES = tmp_path
    assert [warning.id for warning in PackageFinder().check()] == ["ui.W001"]


@installed
def test_the_sprite_holds_every_listed_icon_and_stays_small():
    sprite = icons.sprite_file().read_text("utf-8")
    assert set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == icons.NAMES
    assert len(sprite) < 60_000


def test_an_unknown_icon_is_refused():
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_stylesheets_are_joined_into_their_layers_with_addresses_that_still_lead_there():
    shelf = Shelf(
        {
            "css/app.css": '@layer a, b;\n@import url("fonts.css");\n@import url("parts/x.css") layer(b);\n',
            "css/fonts.css": '@font-face { src: url("../vendor/inter.woff2"); }\n',
            "css/parts/x.css": '.x { background: url("../../img/x.svg"); }\n',
        }
    )
    joined = join_imports("css/app.css", shelf.paths())
    assert "@import" not in joined
    assert 'src: url("../vendor/inter.woff2")' in joined
    assert '@layer b {\n.x { background: url("../img/x.svg"); }\n}' in joined


def test_elements_are_joined_as_blocks_and_what_they_import_by_name_is_imported_once():
    element = 'import { post } from "../requests.js";\nconst a = 1;\nimport("../../vendor/sortable.js");\n'
    shelf = Shelf(
        {
            "js/app.js": 'import "./elements/one.js";\nimport "./elements/two.js";\nstart();\n',
            "js/elements/one.js": element,
            "js/elements/two.js": element,
        }
    )
    joined = join_imports("js/app.js", shelf.paths())
    assert joined.count('import { post } from "./requests.js";') == 1
    assert joined.count("{\nconst a = 1;") == 2
    assert joined.count('import("../vendor/sortable.js")') == 2
    assert joined.endswith("start();\n")


def test_every_element_is_in_the_one_script():
    app = (ROOT / "ui/static/js/app.js").read_text("utf-8")
    elements = sorted(path.name for path in (ROOT / "ui/static/js/elements").glob("*.js"))
    assert re.findall(r'^import "\./elements/([\w.-]+)";', app, re.MULTILINE) == elements
    assert len(elements) > 5


def test_addresses_are_plain_until_assets_are_collected_and_hashed_afterwards(settings, tmp_path):
    settings.DEBUG = False
    storage = AssetStorage(location=tmp_path)
    assert storage.url("css/app.css") == "/static/css/app.css"
    shelf = Shelf({"css/app.css": '@import url("x.css") layer(b);\n', "css/x.css": ".x { color: red; }\n"})
    for name, text in shelf.files.items():
        storage.save(name, ContentFile(text.encode()))
    list(storage.post_process(shelf.paths()))
    assert re.fullmatch(r"/static/css/app\.\w{12}\.css", storage.url("css/app.css"))
    assert "color: red" in (tmp_path / storage.stored_name("css/app.css")).read_text()
