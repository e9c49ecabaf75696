"""Plugins of pybtex and sphinxcontrib-bibtex, registered without a search.

Both look through all installed distributions whenever a plugin is registered
or looked up that was not registered at run time, some five milliseconds each.
Their stores of plugins are not public: where they are not as expected, the
public functions do the same, slower.
"""

from __future__ import annotations

import contextlib
import importlib
from functools import cache
from typing import Any

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxcontrib.bibtex.style.names.last import LastNameStyle

_STYLES = "pybtex.style.formatting"
_REFERENCE_STYLES = "sphinxcontrib.bibtex.style.referencing"
_KNOWN = {
    "author_year": ("author_year", "AuthorYearReferenceStyle"),
    "foot": ("foot", "FootReferenceStyle"),
    "label": ("label", "LabelReferenceStyle"),
    "super": ("super_", "SuperReferenceStyle"),
}
"""Module and class of each reference style of sphinxcontrib-bibtex."""


def register_style(name: str, style: type) -> None:
    """Register a pybtex style, in place of any other of this name."""
    _register(_STYLES, name, style)


def _register(group: str, name: str, plugin: type) -> None:
    plugins = getattr(pybtex.plugin, "_RUNTIME_PLUGINS", None)
    if isinstance(plugins, dict):
        plugins.setdefault(group, {})[name] = plugin
    else:
        pybtex.plugin.register_plugin(group, name, plugin, force=True)


@cache
def formatting_style(name: str) -> Any:
    """Return the pybtex style with a name, one of each.

    Raises `pybtex.plugin.PluginNotFound` if there is none.
    """
    return pybtex.plugin.find_plugin(_STYLES, name)()


def register_reference_style(name: str, style: type) -> None:
    """Register a reference style of sphinxcontrib-bibtex, in place of any other of this name."""
    plugins = getattr(sphinxcontrib.bibtex.plugin, "_runtime_plugins", {})
    if _REFERENCE_STYLES in plugins:
        plugins[_REFERENCE_STYLES][name] = style
    else:
        sphinxcontrib.bibtex.plugin.register_plugin(_REFERENCE_STYLES, name, style, force=True)


def on_config_inited(app: Sphinx, config: Config) -> None:
    """Register those of sphinxcontrib-bibtex's own reference styles that the project uses."""
    # What the reference styles show names with.
    _register("pybtex.style.names", "last", LastNameStyle)
    for name in {config.bibtex_reference_style, config.bibtex_foot_reference_style} & _KNOWN.keys():
        module, style = _KNOWN[name]
        # What is not there any more will be found, or missed, by the search.
        with contextlib.suppress(ImportError, AttributeError):
            found = importlib.import_module(f"{_REFERENCE_STYLES}.{module}")
            register_reference_style(name, getattr(found, style))
