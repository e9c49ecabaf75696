"""What is made only where packages are installed that few projects need, and what is said else."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from sphinx.application import Sphinx
from sphinx.util import logging

from sphinx_publications.outputs.formats import FORMATS, available_formats
from sphinx_publications.problems import Subtype
from sphinx_publications.project.warnings import place_in_conf, warn
from sphinx_publications.web.pages import has_pages

logger = logging.getLogger(__name__)


@cache
def can_draw() -> bool:
    """Whether pictures can be drawn here."""
    return all(find_spec(name) is not None for name in ("PIL", "fontTools"))


def draws_pictures(app: Sphinx) -> bool:
    """Whether pages have pictures: the project does not refuse them, and they can be drawn."""
    return app.config.publications_pictures is not False and can_draw()


def on_builder_inited(app: Sphinx) -> None:
    """Say once what is left out for want of packages: a warning if the project asks for it."""
    if not has_pages(app.builder) or not app.config.publications_pages:
        return
    wanted = app.config.publications_pictures
    if wanted is not False and not can_draw():
        message = (
            "no pictures are drawn, since Pillow or fontTools is not installed; "
            f"{_install('pictures')}, or set publications_pictures = False"
        )
        if wanted:
            warn(Subtype.OPTION, message, place_in_conf(app, "publications_pictures"))
        else:
            logger.info("%s", message)
    for left_out in FORMATS:
        if left_out not in available_formats():
            message = f"{left_out.name} is not offered, since {left_out.needs} is not installed"
            logger.info("%s; %s", message, _install(left_out.suffix))


def _install(extra: str) -> str:
    return f"run pip install 'sphinx-publications[{extra}]'"
