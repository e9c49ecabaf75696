"""A formula of TeX as MathML, by docutils' own converter, which covers the formulas of titles."""

from __future__ import annotations

from functools import lru_cache
from xml.etree import ElementTree

from docutils.utils.math.latex2mathml import tex2mathml


@lru_cache(maxsize=4096)
def mathml(tex: str) -> str | None:
    """Return `tex`, a formula without its dollar signs, as one line of MathML.

    None where docutils cannot read it.
    """
    try:
        # Inline, as is the default, which is said in two ways in the versions of docutils.
        markup = tex2mathml(tex)
        ElementTree.fromstring(markup)
    except Exception:  # docutils' reader raises much beside its own error
        return None
    return "".join(line.strip() for line in markup.splitlines())
