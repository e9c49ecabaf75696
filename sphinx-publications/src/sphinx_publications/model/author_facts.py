"""Facts of one paper about its authors: ORCID iDs, affiliations, contributions, native names.

They are named data annotations of BibLaTeX::

    author+an:orcid = {1="0000-0002-1825-0097"},
    author+an:affiliation = {1="University of Examples https://ror.org/05a28rw58 | An Institute"},
    author+an:credit = {1="software:equal, conceptualization:lead"; 2="software:equal"},
    author+an:native = {1="山田 太郎"},

What people contributed is said in the terms of CRediT, the Contributor Role Taxonomy
(ANSI/NISO Z39.104-2022), with its degrees. Equality in a role is one of the role, not of the paper.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sphinx_publications.diagnostics import Remark, Subtype
from sphinx_publications.model.data_marks import Listed, read_texts
from sphinx_publications.model.identifiers import orcid_address, ror_address
from sphinx_publications.model.names import fold
from sphinx_publications.model.people import Affiliation

DEGREES = ("lead", "equal", "supporting")
"""How much somebody contributed, in CRediT's words."""
_DEGREES_IN_WORDS = "lead, equal or supporting"


class Term(NamedTuple):
    """A role of CRediT."""

    name: str
    short: tuple[str, ...] = ()
    """What it is called for short, or in British English."""

    @property
    def words(self) -> str:
        """The name within a sentence."""
        return f"{self.name[0].lower()}{self.name[1:]}"

    @property
    def address(self) -> str:
        """The identifier of the term."""
        slug = "-".join(re.findall("[a-z]+", self.name.lower()))
        return f"https://credit.niso.org/contributor-roles/{slug}/"


TERMS = (
    Term("Conceptualization", ("conceptualisation", "concept")),
    Term("Data curation", ("curation",)),
    Term("Formal analysis", ("analysis",)),
    Term("Funding acquisition", ("funding",)),
    Term("Investigation"),
    Term("Methodology", ("methods",)),
    Term("Project administration", ("administration", "project management")),
    Term("Resources"),
    Term("Software", ("programming",)),
    Term("Supervision"),
    Term("Validation"),
    Term("Visualization", ("visualisation",)),
    Term(
        "Writing – original draft",
        ("original draft", "draft", "drafting", "writing – original draft preparation"),
    ),
    Term("Writing – review & editing", ("review & editing", "review", "editing")),
)


def _folded(text: str) -> str:
    return re.sub("[^a-z]", "", fold(text).replace(" and ", ""))


_BY_NAME = {_folded(name): term for term in TERMS for name in (term.name, *term.short)}


class Contribution(NamedTuple):
    """What an author contributed, and how much."""

    term: Term
    degree: str = ""
    """One of `DEGREES`, or empty."""


class Facts(NamedTuple):
    """What an entry says of one author."""

    orcid: str = ""
    """ORCID iD as an address."""
    affiliations: tuple[Affiliation, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    native: str = ""
    """The name in another language or script."""


NOTHING = Facts()


def read_facts(
    fields: Mapping[str, str], listed: Listed, remarks: list[Remark]
) -> dict[int, Facts]:
    """Return what the annotations in `fields` say of the people in a list, by position from 1.

    Add remarks about what cannot be read.
    """
    kinds = [kind for kind in KINDS if f"{listed.field}:{kind.name}" in fields]
    if not kinds:
        return {}
    found: dict[int, dict[str, Any]] = {}
    for kind in kinds:
        place = listed._replace(name=kind.name)
        for position, texts in read_texts(fields, place, kind.form, kind.between, remarks).items():
            parts = [part for text in texts for part in _parts(text, kind.between)]
            if value := kind.read(parts, place.field, position, remarks):
                found.setdefault(position, {})[kind.attribute] = value
    facts = {position: NOTHING._replace(**values) for position, values in found.items()}
    return _without_shared_orcids(_without_equal_alone(facts, listed, remarks), listed, remarks)


def _parts(text: str, between: str) -> Iterator[str]:
    """Yield the parts of a text; a semicolon parts too, where LaTeX has left it."""
    for part in re.split(rf"[;{re.escape(between)}]", text) if between else [text]:
        if part.strip():
            yield part.strip()


def _orcid(texts: Sequence[str], field: str, position: int, remarks: list[Remark]) -> str:
    found: dict[str, None] = {}
    for text in texts:
        try:
            found[orcid_address(text)] = None
        except ValueError as error:
            remarks.append(_remark(field, f"'{text}' in {field} {error}"))
    if len(found) > 1:
        message = f"{field} gives author {position} two iDs; write that of the person"
        remarks.append(_remark(field, message))
        return ""
    return next(iter(found), "")


def _native(texts: Sequence[str], field: str, position: int, remarks: list[Remark]) -> str:
    return " ".join(texts)


def _affiliations(
    texts: Sequence[str], field: str, position: int, remarks: list[Remark]
) -> tuple[Affiliation, ...]:
    found: dict[Affiliation, None] = {}
    for text in texts:
        name, address = _with_address(text)
        ror = ""
        if address:
            try:
                ror = ror_address(address)
            except ValueError as error:
                remarks.append(_remark(field, f"'{address}' in {field} {error}"))
        if name:
            found[Affiliation(name, ror)] = None
        else:
            message = f"'{text}' in {field} is left out; write the name before the address"
            remarks.append(_remark(field, message))
    return tuple(found)


def _with_address(text: str) -> tuple[str, str]:
    """Return the name of an organisation, and the address at ror.org behind it, if there is one."""
    whole = text.rstrip(" )]>.,")
    last = re.split(r"[\s,(\[<]", whole)[-1]
    if "ror.org/" not in last.lower():
        return text, ""
    return whole.removesuffix(last).rstrip(" ,([<"), last


_DEGREE = re.compile(r"(?P<term>.*?)\s*(?::\s*(?P<behind>[a-z ]+)|\((?P<within>[a-z ]+)\))", re.I)


def _contributions(
    texts: Sequence[str], field: str, position: int, remarks: list[Remark]
) -> tuple[Contribution, ...]:
    found: dict[Term, str] = {}
    for text in texts:
        match = None if _term(text) else _DEGREE.fullmatch(text)
        name = match["term"] if match else text
        said = (match["behind"] or match["within"]).strip().lower() if match else ""
        term = _term(name)
        if term is None:
            message = f"'{name}' in {field} is no role of CRediT and is left out; {_nearest(name)}"
            remarks.append(_remark(field, message))
            continue
        if said and said not in DEGREES:
            message = f"'{said}' in {field} is no degree; write {_DEGREES_IN_WORDS}"
            remarks.append(_remark(field, message))
        degree = said if said in DEGREES else ""
        if term in found:
            message = f"{field} gives author {position} '{term.words}' twice; write it once"
            remarks.append(_remark(field, message))
        found[term] = found.get(term) or degree
    return tuple(Contribution(term, degree) for term, degree in found.items())


def _term(name: str) -> Term | None:
    """Return the term with a name, as publishers print it, a short name or an address."""
    last = name.rstrip("/").rpartition("/")[2] if "//" in name else name
    return _BY_NAME.get(_folded(last.lower().removeprefix("roles/")))


def _nearest(name: str) -> str:
    """Return a remedy for an unknown name, with the terms that begin so, or the nearest one."""
    folded = _folded(name)
    names = [term.name for term in TERMS if folded and _folded(term.name).startswith(folded)]
    near = difflib.get_close_matches(folded, _BY_NAME, n=1, cutoff=0)
    names = names or [_BY_NAME[found].name for found in near]
    quoted = " and ".join(f"'{name}'" for name in names)
    return f"the nearest {'is' if len(names) == 1 else 'are'} {quoted}"


def _without_equal_alone(
    facts: dict[int, Facts], listed: Listed, remarks: list[Remark]
) -> dict[int, Facts]:
    """Remove the degree ``equal`` where one author alone has it in a role."""
    equal = [
        one.term for said in facts.values() for one in said.contributions if one.degree == "equal"
    ]
    alone = [Contribution(term, "equal") for term in equal if equal.count(term) == 1]
    if not alone:
        return facts
    field = listed._replace(name="credit").field
    for term in (one.term for one in alone):
        message = f"only one author has '{term.words}:equal'; equality in a role takes two"
        remarks.append(_remark(field, message))
    return {
        position: said._replace(
            contributions=tuple(
                one._replace(degree="") if one in alone else one for one in said.contributions
            )
        )
        for position, said in facts.items()
    }


def _without_shared_orcids(
    facts: dict[int, Facts], listed: Listed, remarks: list[Remark]
) -> dict[int, Facts]:
    """Remove the iDs that two authors have, since one of them is wrong."""
    positions: dict[str, list[int]] = {}
    for position, said in facts.items():
        positions.setdefault(said.orcid, []).append(position)
    shared = {orcid: at for orcid, at in positions.items() if orcid and len(at) > 1}
    field = listed._replace(name="orcid").field
    for orcid, at in shared.items():
        message = (
            f"{field} gives authors {' and '.join(map(str, at))} one iD, "
            f"'{orcid.rpartition('/')[2]}', which is left out; write that of each"
        )
        remarks.append(_remark(field, message))
    return {
        position: said._replace(orcid="") if said.orcid in shared else said
        for position, said in facts.items()
    }


def _remark(field: str, message: str) -> Remark:
    return Remark(field, Subtype.ANNOTATION, message)


class Kind(NamedTuple):
    """A kind of fact: the name of its annotation, and how its texts are read."""

    name: str
    attribute: str
    """The attribute of `Facts`."""
    between: str
    """What parts several values of one author."""
    form: str
    """An example, for messages."""
    read: Callable[[Sequence[str], str, int, list[Remark]], object]


KINDS = (
    Kind("orcid", "orcid", "", '1="0000-0002-1825-0097"', _orcid),
    Kind("affiliation", "affiliations", "|", '1="An Institute | A University"', _affiliations),
    Kind("credit", "contributions", ",", '1="software:equal, supervision"', _contributions),
    Kind("native", "native", "", '1="山田 太郎"', _native),
)
"""The kinds of facts."""
