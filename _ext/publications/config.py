"""The configuration: every ``publications_*`` value with default, type and help."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Self

from sphinx.application import Sphinx
from sphinx.config import Config as SphinxConfig

from .authors import Settings
from .marks import MarkTable


def _option(default: Any, types: tuple[type, ...], help_text: str) -> Any:
    metadata = {"types": types, "help": help_text}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Config:
    """All configuration values; each is set in ``conf.py`` with the prefix ``publications_``."""

    owner: str | list[str] = _option(
        "",
        (str, list, tuple),
        "Whose page this is, as in a BibTeX author field, or a list of the names that the "
        "owner published under; the owner's name is emphasised",
    )
    marks: dict[str, tuple[str, str]] = _option(
        {},
        (dict,),
        "Annotation word to (symbol, meaning in words), over the built-in words",
    )
    max_authors: int = _option(
        8,
        (int,),
        "A web page shortens author lists that are longer than this; 0 shortens none",
    )
    style: str = _option(
        "publications",
        (str,),
        "Style of {publications} lists that name none",
    )

    @classmethod
    def of(cls, config: SphinxConfig) -> Self:
        """Read the values out of Sphinx's configuration."""
        return cls(**{f.name: config[f"publications_{f.name}"] for f in fields(cls)})

    @property
    def settings(self) -> Settings:
        """What the model needs to know of the configuration."""
        owner = (self.owner,) if isinstance(self.owner, str) else tuple(self.owner)
        return Settings(
            owner=tuple(name for name in owner if name),
            marks=MarkTable.with_overrides(self.marks),
        )


def add_config_values(app: Sphinx) -> None:
    """Register every value with Sphinx; a change of any rebuilds the pages."""
    for option in fields(Config):
        default = option.default_factory() if callable(option.default_factory) else option.default
        app.add_config_value(
            f"publications_{option.name}",
            default,
            "env",
            option.metadata["types"],
            option.metadata["help"],
        )
