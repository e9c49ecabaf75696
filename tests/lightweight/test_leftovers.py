"""Which files of a theme are published."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightweight.pruning import remove_unused_files

pytestmark = pytest.mark.machinery

THEME = {
    "loaded.js": "import './chunk.js';",
    "chunk.js": "fetch(`${base}data.json`);",
    "data.json": "{}",
    "unloaded.js": "import './alone.js';\n//# sourceMappingURL=unloaded.js.map",
    "unloaded.js.map": "{}",
    "alone.js": "",
    "style/used.css": "@font-face { src: url(../fonts/icons.woff2) }",
    "fonts/icons.woff2": "\x00",
    "fonts/other.woff2": "\x00",
    "old/theme.css": "",
    "style/pre-theme.css": "",
    "macros.html": "{% macro x() %}{% endmacro %}",
    "with space.png": "",
}
OWN = {
    "talk.pdf": "",
    "mine.js": "",
    "mine.js.map": "",
    "kept.js": "// kept.js.map",
    "kept.js.map": "",
}
OWN_FOLDER = {"alone.js": "Mine.", "world.map": "", "old/theme.css": "Mine."}
STAY = {
    *("loaded.js", "chunk.js", "data.json", "style/used.css", "fonts/icons.woff2"),
    *("style/pre-theme.css", "with space.png", "talk.pdf", "mine.js", "kept.js", "kept.js.map"),
}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    for folder, files in (("theme", THEME), ("site/_static", {**THEME, **OWN})):
        for name, text in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    (tmp_path / "site" / "_static" / "photo.png").write_bytes(b"\xff\xd8")
    return tmp_path / "site" / "_static"


def test_what_is_named_stays_and_what_is_the_sites_own(static: Path, tmp_path: Path) -> None:
    named = {"loaded.js", "used.css", "pre-theme.css"}
    for _ in range(2):
        remove_unused_files(static, [tmp_path / "theme"], [], named)
        found = {str(path.relative_to(static)) for path in static.rglob("*") if path.is_file()}
        assert found == {*STAY, "photo.png"}
    assert not (static / "old").exists()


def test_what_the_sites_own_folder_has_stays(static: Path, tmp_path: Path) -> None:
    for name, text in OWN_FOLDER.items():
        for folder in (tmp_path / "own", static):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    remove_unused_files(static, [tmp_path / "theme"], [tmp_path / "own"], {"loaded.js"})
    assert {name: (static / name).read_text() for name in OWN_FOLDER} == OWN_FOLDER
    assert not (static / "unloaded.js").exists()


def test_a_site_without_static_files_is_left_alone(tmp_path: Path) -> None:
    remove_unused_files(tmp_path / "none", [], [], set())
    assert list(tmp_path.iterdir()) == []
