"""Sphinx's translations in browsers, without code that is made of text.

Sphinx's ``doctools.js`` makes a function of the rule for plurals in ``translations.js``, a text,
for which a Content Security Policy would have to allow every script to do so (``'unsafe-eval'``).
Here the rule is written as the function that it stands for. It returns a number, where some
rules are a comparison, by which Sphinx finds no form. What a catalogue leaves empty is not
translated: it stays in English, rather than vanish.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"
_CATALOGUE = re.compile(r"\s*Documentation\.addTranslations\((\{.*\})\);?\s*", re.DOTALL)
_RULE = re.compile(r"[n\d\s()!=<>&|?:%]+")
"""What rules for plurals are made of (GNU gettext, section "Plural forms")."""
_MADE_OF_TEXT = re.compile(
    r"new Function\(\s*\"n\",\s*`return \(\$\{(catalog\.plural_expr)\}\)`,?\s*\)"
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the extension into Sphinx."""
    # Before pages are finished, which read and change their scripts.
    app.connect("build-finished", on_build_finished, priority=850)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write both scripts anew, as Sphinx has copied them in this build."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    for name, write in (("translations.js", translations), ("doctools.js", doctools)):
        if (static / name).is_file():
            script = (static / name).read_text(encoding="utf-8")
            (static / name).write_text(write(script), encoding="utf-8")


def translations(script: str) -> str:
    """Return a catalogue whose rule for plurals is a function; what is none stays as it is."""
    found = _CATALOGUE.fullmatch(script)
    try:
        catalogue = json.loads(found[1]) if found else {}
    except ValueError:
        return script
    rule = catalogue.pop("plural_expr", "")
    if not isinstance(rule, str) or not _RULE.fullmatch(rule):
        return script
    messages = catalogue.get("messages", {})
    catalogue["messages"] = {text: said for text, said in messages.items() if all(said or ("",))}
    rest = json.dumps(catalogue, indent=4)
    return (
        "Documentation.addTranslations(Object.assign("
        f'{rest}, {{"plural_expr": (n) => Number({rule})}}));\n'
    )


def doctools(script: str) -> str:
    """Return ``doctools.js`` which takes the rule as it is."""
    return _MADE_OF_TEXT.sub(r"\1", script)
