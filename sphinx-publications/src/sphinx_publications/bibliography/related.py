"""Find related papers by what their entries share.

Papers share code, keywords, authors other than the owner, and words of the title. Such a feature
counts more, the fewer papers have it; an author of nearly every paper counts next to nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple
from urllib.parse import urlsplit

from sphinx_publications.i18n import translate as in_language
from sphinx_publications.model.dates import Date
from sphinx_publications.model.names import fold
from sphinx_publications.model.publication import Publication

MOST = 3
"""Maximum number of related papers shown with a paper."""
_FREQUENT = 40
"""A feature of more papers is ignored: it says little, and comparing would take long."""
_ENOUGH = 1.05
"""Minimum score: one keyword of few papers is enough, or two such authors, but not one."""
_WEIGHTS = {"code": 3.0, "keyword": 2.0, "author": 1.0, "word": 0.75}
_MOST_WEIGHT = {"author": 2.0, "word": 2.0}
"""Maximum score for all authors, or all words, that two papers share."""
_FORGES = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
"""Hosts on which the path of a repository begins with its group."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = frozenset(
    """
about across against among analysis approach based been between beyond case data does during
effect effects evidence from have having however into method methods model models more most near
need novel only other over paper problem problems results some study studies such system systems
than that their them then there these they this those through towards toward under until upon
using versus very what when where which while will with within without your
""".split()
)
"""Words of titles that do not indicate a topic."""


class Features(NamedTuple):
    """The features of a paper in the form that is compared, and what is shown of it."""

    title: str
    where: str
    date: Date
    codes: frozenset[str]
    keywords: Mapping[str, str]
    """Keywords as written, by folded keyword."""
    authors: frozenset[str]
    words: frozenset[str]

    def each(self) -> Iterator[tuple[str, str]]:
        """Yield the kind and the value of each feature."""
        for kind, values in (
            ("code", self.codes),
            ("keyword", self.keywords),
            ("author", self.authors),
            ("word", self.words),
        ):
            for value in values:
                yield kind, value


class Related(NamedTuple):
    """The papers related to one paper, with a heading that gives the reason."""

    heading: str
    keys: tuple[str, ...]


def features(publication: Publication) -> Features:
    """Return the features of a paper."""
    words = _WORD.findall(fold(publication.plain_title))
    return Features(
        publication.plain_title,
        publication.where,
        publication.date,
        frozenset(
            address
            for link in publication.all_links
            if link.kind == "code" and (address := _address(link.url))
        ),
        {folded: word for word in publication.topics if (folded := fold(word))},
        frozenset(fold(a.name.full) for a in publication.authors if not a.is_owner) - {""},
        frozenset(_singular(word) for word in words if word not in _EMPTY),
    )


def related(papers: Mapping[str, Features]) -> dict[str, Related]:
    """Return the related papers of each paper that has any; `papers` maps keys of entries.

    The nearest papers come first; of equally near ones, the newest.
    """
    index: dict[tuple[str, str], list[str]] = {}
    for key, paper in papers.items():
        for feature in paper.each():
            index.setdefault(feature, []).append(key)
    # The rarest feature that can be shared has full weight; one of every paper, almost none.
    rarest = log((len(papers) + 1) / 2)
    counts = {
        feature: _WEIGHTS[feature[0]] * log((len(papers) + 1) / len(keys)) / rarest
        for feature, keys in index.items()
        if 1 < len(keys) <= _FREQUENT
    }
    found = {}
    for key, paper in papers.items():
        near = _nearest(key, paper, papers, index, counts)
        if near:
            found[key] = Related(_heading(paper, [papers[other] for other in near], index), near)
    return found


def _nearest(
    key: str,
    paper: Features,
    papers: Mapping[str, Features],
    index: Mapping[tuple[str, str], Sequence[str]],
    counts: Mapping[tuple[str, str], float],
) -> tuple[str, ...]:
    scores: dict[str, float] = defaultdict(float)
    for kind in _WEIGHTS:
        # Sort, since sums of floats depend on the order, and a set has none.
        shared = sorted(feature for feature in paper.each() if feature[0] == kind)
        of_kind: dict[str, float] = defaultdict(float)
        for feature in shared:
            if feature in counts:
                for other in index[feature]:
                    of_kind[other] += counts[feature]
        most = _MOST_WEIGHT.get(kind)
        for other, score in of_kind.items():
            scores[other] += score if most is None else min(score, most)
    scores.pop(key, None)
    near = sorted(other for other, score in scores.items() if score >= _ENOUGH)
    near.sort(key=lambda other: papers[other].date.sort_key, reverse=True)
    near.sort(key=lambda other: -round(scores[other], 6))
    return tuple(near[:MOST])


def _heading(
    paper: Features, others: Sequence[Features], index: Mapping[tuple[str, str], Sequence[str]]
) -> str:
    """Return a heading that names the feature common to all, if there is one."""
    if paper.codes.intersection(*(other.codes for other in others)):
        return "With the same code"
    shared = [word for word in paper.keywords if all(word in other.keywords for other in others)]
    if shared:
        rarest = min(shared, key=lambda word: len(index["keyword", word]))
        return in_language("More on {topic}", topic=paper.keywords[rarest])
    return "Related papers"


def _address(url: str) -> str:
    """Normalize the URL of a repository; return an empty string for the URL of a group."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    path = parts.path.lower().strip("/").removesuffix(".git")
    is_whole = "/" in path if host in _FORGES else bool(path)
    return f"{host}/{path}" if is_whole else ""


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
