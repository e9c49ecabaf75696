"""How services are asked: where they are, how long one waits, who asks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_cache_path

from sphinx_publications.acquire.notdone import NotDoneError
from sphinx_publications.acquire.services import SERVICES, Service

KEY_VARIABLE = "{}_API_KEY"
"""The environment variable with the key of a service: ``OPENALEX_API_KEY``."""


@dataclass(frozen=True)
class Settings:
    """How services are asked; times are in seconds."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """Other addresses of services, by their name."""
    contact: str = ""
    """Address of mail that services ask for, to write to whoever asks too much."""
    offline: bool = False
    timeout: float = 10.0
    """How long a connection or the next bytes are waited for."""
    patience: float = 40.0
    """How long a whole answer is waited for, with all redirects, tries and pauses."""
    tries: int = 3
    pause: float = 1.0
    """What each pause is multiplied with."""
    longest_pause: float = 30.0
    """A service that asks for more is not waited for."""
    largest: int = 20_000_000
    """Bytes of an answer that is read."""
    fresh: float = 86_400.0
    """How old an answer may be that is taken from the cache."""
    cache: Path = field(default_factory=lambda: user_cache_path("sphinx-publications"))
    locks: Path = field(default_factory=lambda: user_cache_path("sphinx-publications") / "locks")
    lock_patience: float = 60.0

    def __post_init__(self) -> None:
        """Refuse what names no service or is no address."""
        for name, address in self.addresses.items():
            if name not in SERVICES:
                known = ", ".join(SERVICES)
                raise NotDoneError(
                    f"publications_services['{name}'] is no service; write one of {known}"
                )
            if not str(address).startswith(("http://", "https://")):
                raise NotDoneError(
                    f"publications_services['{name}'] is no address; write https://…"
                )

    def address(self, service: Service) -> str:
        """Return where a service is."""
        return self.addresses.get(service.name, service.address).rstrip("/")

    def parameters(self, service: Service) -> dict[str, str]:
        """Return what says who asks, for a service that wants it among its parameters."""
        key = os.environ.get(KEY_VARIABLE.format(service.name.upper()), "")
        found = {service.contact: self.contact, service.key: key}
        return {name: value for name, value in found.items() if name and value}
