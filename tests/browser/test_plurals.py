"""Every language of Sphinx works in a browser whose policy allows no code made of text."""

from __future__ import annotations

import gettext
import json
from pathlib import Path

import pytest
import sphinx

from languages import catalogue, doctools

from .conftest import Visitor, Windows, serve

pytestmark = [pytest.mark.browser, pytest.mark.machinery]

SPHINX = Path(sphinx.__file__).parent
CATALOGUES = {path.parts[-3]: path for path in SPHINX.glob("locale/*/LC_MESSAGES/sphinx.js")}
PAGE = """<!DOCTYPE html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src data:">
<link rel="icon" href="data:,">
<script src="options.js"></script><script src="doctools.js"></script><script src="{}.js"></script>
"""
FOUND = "Search finished, found one page matching the search query."
SAYS = """([texts, found]) => [
  texts.map((text) => _(text)),
  [...Array(300).keys()].map((n) => Documentation.ngettext(found, "several", n)),
]"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page for each language."""
    folder = tmp_path_factory.mktemp("languages")
    options = {"NAVIGATION_WITH_KEYS": False, "ENABLE_SEARCH_SHORTCUTS": False}
    (folder / "options.js").write_text(f"const DOCUMENTATION_OPTIONS = {json.dumps(options)};")
    script = (SPHINX / "themes/basic/static/doctools.js").read_text("utf-8")
    (folder / "doctools.js").write_text(doctools(script), "utf-8")
    for language, path in CATALOGUES.items():
        (folder / f"{language}.js").write_text(catalogue(path.read_text("utf-8")), "utf-8")
        (folder / f"{language}.html").write_text(PAGE.format(language), "utf-8")
    return folder


def test_every_language_says_what_its_catalogue_has(folder: Path, windows: Windows) -> None:
    assert len(CATALOGUES) > 50
    frames = "".join(f'<iframe name="{lang}" src="{lang}.html"></iframe>' for lang in CATALOGUES)
    (folder / "all.html").write_text(f'<!DOCTYPE html><link rel="icon" href="data:,">{frames}')
    with serve(folder) as address:
        visitor = Visitor(windows, address)
        visitor.open("all.html")
        for language, path in CATALOGUES.items():
            text = path.read_text("utf-8")
            catalogue = json.loads(text[text.index("{") : text.rindex("}") + 1])
            messages = catalogue["messages"]
            frame = visitor.page.frame(language)
            assert frame is not None
            said, plurals = frame.evaluate(SAYS, [list(messages), FOUND])
            first = [one if isinstance(one, str) else one[0] for one in messages.values()]
            assert said == [one or key for one, key in zip(first, messages, strict=True)]
            form = gettext.c2py(catalogue["plural_expr"])
            forms = messages.get(FOUND, "")
            english = [FOUND if n == 1 else "several" for n in range(300)]
            expected = [forms[form(n)] for n in range(300)] if any(forms) else english
            assert plurals == expected, language
        assert visitor.complaints == []
        visitor.leave()
