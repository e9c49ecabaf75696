"""Figures on web pages: beside the entries of a list, and on the page of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_publications.look.htmlbackend import escape
from sphinx_publications.model.figures import Size
from sphinx_publications.model.identifiers import LOCAL
from sphinx_publications.problems import Problem, Subtype
from sphinx_publications.project.domain import PublicationsDomain, publications_domain
from sphinx_publications.project.figures import can_scale, find
from sphinx_publications.project.files import is_web, web_address
from sphinx_publications.project.warnings import report


def image(size: Size, alt: str, page: str, role: str, is_lazy: bool = False) -> str:
    """Return the element for a figure on the page with the address `page`."""
    addresses = [escape(web_address(LOCAL + file, page)) for file in size.files]
    attributes = {
        "class": f"publication-{role}",
        "src": addresses[0],
        "srcset": ", ".join(
            f"{address} {density:g}x"
            for address, density in zip(addresses, size.densities, strict=True)
        ),
        "width": size.width,
        "height": size.height,
        "alt": escape(alt),
        "loading": "lazy",
        "decoding": "async",
    }
    if len(addresses) == 1:
        del attributes["srcset"]
    if not is_lazy:
        del attributes["loading"]
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<img {written} />"


def on_env_get_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Note whether figures are others than in the last build."""
    domain = publications_domain(env)
    if is_web(app.builder):
        names = frozenset(name for name, *_ in domain.state.figures) if can_scale() else frozenset()
        domain.note_touched(not domain.figures.are_as_before(names))
    return []


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Settle which figures are shown, and warn of those that cannot be."""
    domain = publications_domain(env)
    if not domain.is_unchanged:
        domain.state.figures = tuple(_named(domain))
    named = domain.state.figures
    if is_web(app.builder) and can_scale():
        domain.figures.name(frozenset(name for name, *_ in named))
    report(_problems(app, domain))


def _named(domain: PublicationsDomain) -> Iterator[tuple[str, str, int, str]]:
    shown = dict.fromkeys(key for value in domain.state.lists.values() for key in value.members)
    for key in shown:
        entry = domain.entry(key)
        if entry.publication.preview.name:
            line = entry.source.line_of("preview")
            yield entry.publication.preview.name, entry.source.file, line, key


def _problems(app: Sphinx, domain: PublicationsDomain) -> Iterator[Problem]:
    for name, file, line, key in domain.state.figures:
        if not is_web(app.builder):
            fault = find(app, name)[1]
        elif not can_scale():
            fault = (
                "no figures are shown, since Pillow is not installed; "
                "run pip install 'sphinx-publications[pictures]'"
            )
            yield Problem(Subtype.OPTION, fault, file, line, key)
            return
        else:
            seen = domain.figures.look(name)
            domain.written_files |= set(seen.files)
            fault = seen.fault
        if fault:
            yield Problem(Subtype.FILE, fault, file, line, key, about=name)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Write the figures that were made, each whole or not at all."""
    if exception is not None:
        return
    for name, content in publications_domain(app.env).figures.made.items():
        path = Path(app.outdir) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
