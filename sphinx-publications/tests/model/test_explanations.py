"""What an explanation of a symbol says, and whether it says equal contribution."""

from __future__ import annotations

import pytest

from sphinx_publications.model.explanations import (
    Holders,
    Says,
    explained_symbols,
    meaning_of,
)

TWO_OF_THREE = Holders(frozenset({1, 2}), 3)


@pytest.mark.parametrize(
    ("annotation", "meanings"),
    [
        ("", {}),
        ("Equal contribution", {}),
        ("*", {}),
        (
            "* Equal contribution, † Equal advising",
            {"*": "Equal contribution", "†": "Equal advising"},
        ),
        (
            "*: equal contribution; †: corresponding",
            {"*": "equal contribution", "†": "corresponding"},
        ),
        ("(*) denotes equal contribution.", {"*": "denotes equal contribution"[8:]}),
        (
            "Equal contribution (*), corresponding (†)",
            {"*": "Equal contribution", "†": "corresponding"},
        ),
        ("Equal contribution: *", {"*": "Equal contribution"}),
        ("* and † contributed equally", {"*": "contributed equally", "†": "contributed equally"}),
        ("*, # Co-first", {"*": "Co-first", "#": "Co-first"}),
        ("* Equal<br>† Principal investigator", {"*": "Equal", "†": "Principal investigator"}),
        ("&dagger; Equal advising", {"†": "Equal advising"}),
        ("∗ Equal", {"*": "Equal"}),
        ("* Equal, ** Equal advising", {"*": "Equal", "**": "Equal advising"}),
        ("★ Equal", {"★": "Equal"}),
        ("* Equal & † Lead", {"*": "Equal", "†": "Lead"}),
        ("* Equal and † Lead", {"*": "Equal", "†": "Lead"}),
        ("* Equal | † Lead", {"*": "Equal", "†": "Lead"}),
        (
            "* and † denote equal contribution and corresponding author, respectively.",
            {"*": "equal contribution", "†": "corresponding author"},
        ),
        ("*, †, ‡: equal, lead, and PI, respectively", {"*": "equal", "†": "lead", "‡": "PI"}),
        ("* and † are equal, lead and PI, respectively", {}),
    ],
)
def test_an_annotation_explains_symbols(annotation: str, meanings: dict[str, str]) -> None:
    assert explained_symbols(annotation) == meanings


EQUAL = [
    "Equal contribution", "equal", "Equal contributions", "equal contrib.", "Equal contributors",
    "Equally contributing authors", "contributed equally", "Contributed equally.",
    "These authors contributed equally to this work.",
    "These authors have contributed equally to this work and share first authorship",
    "These two authors contributed equally as joint first authors",
    "both authors contributed equally",
    "Joint first authors", "co-first authors", "Co-first", "co‐first authors", "Co-senior",
    "shared senior authorship", "Shared first authorship", "Equal advising", "equal supervision",
    "Equal first authors", "Equal contribution, order determined by a coin flip",
    "equal contribution (alphabetical order)", "Equal contribution. Oral", "equal senior authors",
    "The first two authors contributed equally", "Equal contribution and corresponding authors",
    "should be considered joint first authors", "Equal contribution; work done at X",
    "gleicher Beitrag", "Diese Autorinnen haben gleichermaßen beigetragen", "contribution égale",
    "ces auteurs ont contribué également à ce travail",
]  # fmt: skip
CORRESPONDING = [
    "Corresponding author", "corresponding authors", "Co-corresponding authors", "corresponding",
    "to whom correspondence should be addressed", "Correspondence: ann@x.org",
    "corresponding author: ann@x.org", "For correspondence", "auteur correspondant",
    "Korrespondenzautorin",
]  # fmt: skip
OTHER = [
    "funded by an equal opportunity grant", "Joint affiliation with the leading institute",
    "shared their data with the other authors", "At the Institute for Equality",
    "All authors except these contributed equally", "never equal, only listed so",
    "Equal contribution was denied by the editors", "Equally likely to be corresponding",
    "not equal contribution", "non-equal contribution", "unequal parts", "main contributor",
    "alphabetical order", "All authors contributed equally", "The authors contributed equally",
    "The last two authors contributed equally", "Three authors contributed equally",
    "The other authors contributed equally", "Equal contribution, but not these", "Project lead",
    "equal contribution was claimed", "contributed equally to the funding", "Equal pay officer",
    "Equal contribution. This was denied by the editors", "joint work with the first author",
    "shares an office with the last author", "would have contributed equally", "PI", "Deceased",
    "no longer corresponding author", "corresponds to the first edition", "formerly corresponding",
    "Nicht gleicher Beitrag", "Gleichstellungsbeauftragte", "contribution inégale",
    "nicht gleichermaßen beigetragen", "égalité des chances", "Co-first violin", "Equal to *",
    "contributed equally to nothing", "Ann and Bo contributed equally", "unequal contribution",
    "Shared authorship was refused", "co-first authors of another paper", "",
]  # fmt: skip


@pytest.mark.parametrize(
    ("says", "explanation"),
    [
        *((Says.EQUAL, text) for text in EQUAL),
        *((Says.CORRESPONDING, text) for text in CORRESPONDING),
        *((Says.OTHER, text) for text in OTHER),
    ],
)
def test_an_explanation_says_equal_contribution_only_if_it_says_so(
    says: Says, explanation: str
) -> None:
    assert meaning_of(explanation, TWO_OF_THREE) is says


@pytest.mark.parametrize(
    ("explanation", "holders", "says"),
    [
        ("All authors contributed equally", Holders(frozenset({1, 2}), 2), Says.EQUAL),
        ("All authors contributed equally", Holders(frozenset({1, 2}), 0), Says.OTHER),
        ("The last two authors contributed equally", Holders(frozenset({2, 3}), 3), Says.EQUAL),
        ("the first 3 authors contributed equally", TWO_OF_THREE, Says.OTHER),
        ("All of these authors contributed equally", TWO_OF_THREE, Says.EQUAL),
    ],
)
def test_whom_an_explanation_names_has_to_have_the_symbol(
    explanation: str, holders: Holders, says: Says
) -> None:
    assert meaning_of(explanation, holders) is says
