"""Whether an answer is of the paper that was asked for."""

from __future__ import annotations

import pytest

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.record import check_doi


@pytest.mark.parametrize(
    "said", ["10.5555/Snail.7", "https://doi.org/10.5555/SNAIL.7", "", None, 5, "no DOI"]
)
def test_a_doi_is_the_one_that_was_asked_for_in_whatever_case(said: object) -> None:
    check_doi(said, "10.5555/snail.7", "Crossref")


def test_another_doi_is_told() -> None:
    with pytest.raises(CommandError, match=r"Crossref .* 10\.5555/snail\.7 .* 10\.5555/hare"):
        check_doi("10.5555/hare", "10.5555/snail.7", "Crossref")
