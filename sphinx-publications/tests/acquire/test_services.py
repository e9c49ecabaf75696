"""What owners type and paste to name papers and authors."""

from __future__ import annotations

import pytest

from sphinx_publications.acquire.services import identify, identify_author


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1038/s41467-020-17236-y", "doi 10.1038/s41467-020-17236-y"),
        (" doi:10.1000/182 ", "doi 10.1000/182"),
        ("<https://doi.org/10.1000/x(1)y>", "doi 10.1000/x(1)y"),
        ("https://doi.org/10.1000%2F182", "doi 10.1000/182"),
        (
            "https://www.nature.com/articles/s41467-020-17236-y.pdf",
            "doi 10.1038/s41467-020-17236-y",
        ),
        (
            "https://www.frontiersin.org/articles/10.3389/fnins.2018.00840/full",
            "doi 10.3389/fnins.2018.00840",
        ),
        (
            "https://link.springer.com/content/pdf/10.1007/s10827-016-0599-3.pdf?x=1",
            "doi 10.1007/s10827-016-0599-3",
        ),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "doi 10.1145/3292500.3330701"),
        ("10.1101/738385", "doi 10.1101/738385"),
        ("https://www.biorxiv.org/content/10.1101/738385v4.full.pdf", "doi 10.1101/738385"),
        (
            "https://www.medrxiv.org/content/10.1101/2020.03.01.971234v2",
            "doi 10.1101/2020.03.01.971234",
        ),
        ("http://biorxiv.org/content/early/2016/12/22/096362", "doi 10.1101/096362"),
        (
            "https://www.biorxiv.org/content/biorxiv/early/2017/01/01/123456.full.pdf",
            "doi 10.1101/123456",
        ),
        (
            "https://www.biorxiv.org/content/early/2018/02/03/123456v2.abstract?x",
            "doi 10.1101/123456",
        ),
        (
            "https://www.medrxiv.org/content/medrxiv/early/2020/03/02/2020.03.01.20029462.full.pdf",
            "doi 10.1101/2020.03.01.20029462",
        ),
        # By then another prefix is in use too.
        (
            "https://www.biorxiv.org/content/biorxiv/early/2026/01/05/2026.01.03.692003.full.pdf",
            None,
        ),
        ("https://www.example.org/content/early/2017/01/01/123456", None),
        ("10.26434/chemrxiv-2021-vwmqm-v2", "doi 10.26434/chemrxiv-2021-vwmqm-v2"),
        (
            "https://chemrxiv.org/doi/full/10.26434/chemrxiv-2021-vwmqm-v2",
            "doi 10.26434/chemrxiv-2021-vwmqm-v2",
        ),
        (
            "https://chemrxiv.org/doi/pdf/10.26434/chemrxiv.8089445.v1",
            "doi 10.26434/chemrxiv.8089445.v1",
        ),
        ("1901.09049", "arxiv 1901.09049"),
        ("arXiv:1901.09049v2", "arxiv 1901.09049"),
        ("https://arxiv.org/pdf/1901.09049v1.pdf", "arxiv 1901.09049"),
        ("https://arxiv.org/abs/1901.09049?context=cs", "arxiv 1901.09049"),
        ("10.48550/arXiv.1901.09049", "arxiv 1901.09049"),
        ("https://doi.org/10.48550/arXiv.1901.09049", "arxiv 1901.09049"),
        ("cs/0112017", "arxiv cs/0112017"),
        ("hal-01303843", "hal hal-01303843"),
        ("https://inria.hal.science/hal-01303843v2/document", "hal hal-01303843"),
        ("https://openreview.net/forum?id=LAbxkhkjbD", "openreview LAbxkhkjbD"),
        ("https://openreview.net/pdf?id=BJ_wN01C-", "openreview BJ_wN01C-"),
        ("https://openreview.net/forum?noteId=x&id=LAbxkhkjbD", "openreview LAbxkhkjbD"),
        ("LAbxkhkjbD", "openreview LAbxkhkjbD"),
        ("978-3-16-148410-0", "isbn 9783161484100"),
        ("ISBN 0-306-40615-2", "isbn 0306406152"),
        ("978-3-16-148410-1", None),
        ("https://example.org/x", None),
        ("a title of a paper", None),
        ("", None),
    ],
)
def test_papers(text: str, expected: str | None) -> None:
    found = identify(text)
    assert (" ".join(found) if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000-0001-7568-4994", "orcid 0000-0001-7568-4994"),
        ("https://orcid.org/0000-0001-7568-499x", "orcid 0000-0001-7568-499X"),
        ("A5023888391", "openalex A5023888391"),
        ("https://openalex.org/A5023888391", "openalex A5023888391"),
        ("151/5709", "dblp 151/5709"),
        ("https://dblp.org/pid/151/5709.html", "dblp 151/5709"),
        ("Ann One", None),
    ],
)
def test_authors(text: str, expected: str | None) -> None:
    found = identify_author(text)
    assert (" ".join(found) if found else None) == expected
