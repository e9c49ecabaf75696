"""The directive ``{install}``: the line that installs the package, the same on every page.

``{install} all myst-parser`` names the extras, and further packages. ``:requirement:`` shows the
line for ``requirements.txt`` instead. ``install_from`` in ``conf.py`` says where pip finds the
package.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec


def requirement(extra: str, install_from: str) -> str:
    """Return what pip installs, with an extra."""
    return f"sphinx-publications[{extra}]{install_from}"


def line(extra: str, *others: str, install_from: str) -> str:
    """Return the command; in double quotes it works in sh, fish, PowerShell and cmd."""
    return " ".join(["pip install", f'"{requirement(extra, install_from)}"', *others])


class Install(SphinxDirective):
    """The directive ``{install}``."""

    required_arguments = 1
    optional_arguments = 9
    option_spec: ClassVar[OptionSpec] = {"requirement": directives.flag}

    def run(self) -> list[nodes.Node]:
        extra, *others = self.arguments
        if "requirement" in self.options:
            text = requirement(extra, self.config.install_from)
            return [nodes.literal_block(text, text, language="text", classes=["install"])]
        text = line(extra, *others, install_from=self.config.install_from)
        return [nodes.literal_block(text, text, language="sh", classes=["install"])]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive and its setting."""
    app.add_config_value("install_from", "", "env", str)
    app.add_directive("install", Install)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
