"""The role ``{cite}`` for keys as people write them.

sphinxcontrib-bibtex's own raises on a trailing comma and on an empty citation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.roles import CiteRole

from sphinx_publications.patterns import pattern
from sphinx_publications.problems import Subtype
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.state import Remark

_PART = pattern(r"(?:\{[^{}]*\}|[^,{}])+")
_TARGET = pattern(r"(?:\{[^{}]+\})?\s*[^{}\s,]+\s*(?:\{[^{}]+\})?")


def read_targets(text: str) -> tuple[list[str], str | None]:
    """Return the targets of a citation (key with text before and behind), and what is wrong."""
    parts = [part.strip() for part in _PART.findall(text)]
    parts = [part for part in parts if part]
    targets = [
        target
        for part in parts
        for target in ([part] if "{" in part else part.split())
        if _TARGET.fullmatch(target)
    ]
    if not targets:
        return [], "the citation names no key; write {cite}`key`"
    if targets != parts or text.count(",") - "".join(targets).count(",") != len(targets) - 1:
        return targets, f"the citation is read as {{cite}}`{','.join(targets)}`; write it so"
    return targets, None


class LenientCiteRole(CiteRole):
    """sphinxcontrib-bibtex's role, given nothing that it cannot read."""

    def __call__(
        self,
        name: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Any,
        options: dict[str, Any] | None = None,
        content: Sequence[str] = (),
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation, or the text as it stands where there is no key in it."""
        env = inliner.document.settings.env
        targets, message = read_targets(text)
        if message is not None:
            remark = Remark(Subtype.CITATION, message, env.docname, lineno)
            publications_domain(env).say(remark)
        if not targets:
            return [nodes.literal("", text)], []
        return super().__call__(
            name, rawtext, ",".join(targets), lineno, inliner, options or {}, content
        )


def add_roles(app: Sphinx) -> None:
    """Put the lenient role in place of every citation role."""
    app.add_role("cite", LenientCiteRole(), override=True)
    for name in BibtexDomain.roles:
        app.add_role_to_domain(BibtexDomain.name, name, LenientCiteRole(), override=True)
