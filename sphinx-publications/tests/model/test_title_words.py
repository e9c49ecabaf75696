"""Words of titles that BibTeX would lower."""

from __future__ import annotations

import pytest

from sphinx_publications.model.fields import braced, unbraced


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Deep Rewiring: Training very sparse", "Deep Rewiring: Training very sparse"),
        ("On a SpiNNaker 2 Prototype", "On a {SpiNNaker} 2 Prototype"),
        ("An LSTM, in 3D", "An {LSTM}, in {3D}"),
        ("An {LSTM} and {the GPU}", "An {LSTM} and {the GPU}"),
        (r"$O(N^2)$ and \LaTeX{} in $\alpha_{SNN}$", r"$O(N^2)$ and \LaTeX{} in $\alpha_{SNN}$"),
        (r"A \{GPU\}", r"A \{{GPU}\}"),
        ("ÉCOLE", "{ÉCOLE}"),
        ("} odd { GPU", "} odd { GPU"),
        ("", ""),
    ],
)  # fmt: skip
def test_capitals_inside_of_words_are_kept(title: str, expected: str) -> None:
    assert braced(title) == expected
    assert unbraced(expected) == []


def test_each_word_is_named_once() -> None:
    assert unbraced("PyTorch for PyTorch and JAX") == ["PyTorch", "JAX"]
