"""Addresses of the site with its host."""

from __future__ import annotations

from urllib.parse import urljoin

from sphinx.application import Sphinx


def absolute(app: Sphinx, uri: str) -> str:
    """Return an address of the site with its host, if ``html_baseurl`` says which that is."""
    base: str = app.config.html_baseurl
    return urljoin(base.rstrip("/") + "/", uri) if base else uri
