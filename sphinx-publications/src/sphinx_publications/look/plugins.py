"""Plugins of pybtex, registered without a search.

pybtex looks through all installed distributions whenever a plugin is registered,
or looked up that was not registered at run time, some five milliseconds each.
Its store of plugins is not public: where it is not as expected, the public
function does the same, slower.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pybtex.plugin
import pybtex_docutils

_STYLES = "pybtex.style.formatting"


def register_backend() -> None:
    """Register pybtex's backend for docutils, for which sphinxcontrib-bibtex asks when loaded."""
    register("pybtex.backends", "docutils", pybtex_docutils.Backend)


def register_style(name: str, style: type) -> None:
    """Register a pybtex style, in place of any other of this name."""
    register(_STYLES, name, style)


def register(group: str, name: str, plugin: type) -> None:
    """Register a pybtex plugin, in place of any other of this name in its group."""
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
