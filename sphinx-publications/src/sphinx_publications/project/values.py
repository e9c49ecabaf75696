"""Values of a wrong type in ``conf.py``: a warning with the line, and the default instead."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config as SphinxConfig

from sphinx_publications.problems import Subtype
from sphinx_publications.project.config import Config
from sphinx_publications.project.warnings import place_in_conf, warn

_KINDS: dict[type, str] = {
    str: "a text in quotes",
    list: "a list of such texts",
    dict: "a dictionary",
    int: "a whole number, 0 or more",
    bool: "True or False",
}


def put_right(config: SphinxConfig) -> list[str]:
    """Put the default in the place of values that are of another type; return what was wrong."""
    slips = []
    for name, default, setting in Config.settings():
        value, types = config[name], setting.types
        if _fits(value, types):
            continue
        setattr(config, name, default)
        kinds = " or ".join(kind for type_, kind in _KINDS.items() if type_ in types)
        slips.append(f"{name} = {value!r} is left out; write {kinds}")
    return slips


def _fits(value: object, types: tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return bool in types
    if isinstance(value, int):
        return int in types and value >= 0
    if isinstance(value, list | tuple):
        return type(value) in types and all(isinstance(part, str) for part in value)
    if isinstance(value, dict):
        return dict in types  # what is in it has a rule of its own
    return isinstance(value, types)


def on_config_inited(app: Sphinx, config: SphinxConfig) -> None:
    """Warn of values of a wrong type, each with its line, and go on with the default."""
    for slip in put_right(config):
        warn(Subtype.OPTION, slip, place_in_conf(app, slip.partition(" ")[0]))
