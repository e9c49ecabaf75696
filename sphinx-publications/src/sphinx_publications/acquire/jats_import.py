"""An article in JATS, as publishers and PubMed Central offer it, as a record.

Journal Article Tag Suite (ANSI/NISO Z39.96); for roles and affiliations see also JATS4R's
recommendations on CRediT and on authors and affiliations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sphinx_publications.acquire.latex_markup import from_html, plain_line, word
from sphinx_publications.acquire.record import Record, Said, affiliation, of_fields, role, said
from sphinx_publications.model.identifiers import doi
from sphinx_publications.model.names import Name

_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_LEFT_OUT = {"label", "country", "addr-line", "city", "state", "postal-code", "email", "xref"}
"""Elements of affiliations that are no part of a name."""


def record_of(text: str) -> Record:
    """Return the record of an article; raises `ValueError` and the like if it is no JATS."""
    if _ENTITY.search(text):
        raise ValueError("entities are not read")
    article = _without_namespaces(ElementTree.fromstring(text))
    meta = article.find(".//article-meta")
    title = meta.find("title-group/article-title") if meta is not None else None
    if meta is None or title is None:
        raise ValueError("there is no title")
    journal = _text(article, ".//journal-meta//journal-title")
    type_ = "article" if journal else "misc"
    first, last = _text(meta, "fpage"), _text(meta, "lpage")
    is_range = bool(first and last and first != last)
    fields = of_fields(
        type_,
        from_html(journal),
        title=from_html(_inner(title)),
        subtitle=from_html(_inner(meta.find("title-group/subtitle"))),
        date=_date(meta),
        volume=word(_text(meta, "volume")),
        number=word(_text(meta, "issue")),
        pages=word(f"{first}--{last}" if is_range else first),
        eid=word(_text(meta, "elocation-id")),
        doi=doi(_text(meta, "article-id[@pub-id-type='doi']")) or "",
        abstract=from_html(_inner(meta.find("abstract"))),
    )
    contributors = list(_contributors(article, meta))
    authors = [(name, one) for kind, name, one in contributors if kind == "author"]
    named = {
        "author": tuple(name for name, _ in authors),
        "editor": tuple(name for kind, name, _ in contributors if kind == "editor"),
    }
    told = tuple(one for _, one in authors)
    people = {kind: names for kind, names in named.items() if names}
    return Record(type_, fields, people, said=told if any(map(any, told)) else ())


def _without_namespaces(root: Element) -> Element:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return plain_line("".join(found.itertext())) if found is not None else ""


def _inner(element: Element | None) -> str:
    """Return the content of an element as markup."""
    if element is None:
        return ""
    for note in [*element.iter("xref"), *element.iter("fn")]:
        note.text, note[:] = "", []
    markup = ElementTree.tostring(element, encoding="unicode")
    # `from_html` takes headings of sections for those of Crossref's abstracts.
    return re.sub(r"(</?)title\b", r"\1jats:title", markup)


def _date(meta: Element) -> str:
    """Return the date of publication in ISO 8601, as exact as it is given; the earliest one."""
    found = []
    for date in meta.iter("pub-date"):
        parts = [_text(date, name) for name in ("year", "month", "day")]
        known = parts[: parts.index("")] if "" in parts else parts
        if known and all(part.isdecimal() for part in known):
            found.append("-".join(part.zfill(2) for part in known))
    return min(found, default="")


def _contributors(article: Element, meta: Element) -> Iterator[tuple[str, Name, Said]]:
    """Yield kind, name and what is said of each contributor."""
    places = {place.get("id", ""): place for place in article.iter("aff")}
    for group in meta.iter("contrib-group"):
        # Without references, the affiliations of a group are those of everybody in it.
        of_all = [place for place in group.findall("aff") if not group.findall(".//xref")]
        for one in group.findall("contrib"):
            kind = one.get("contrib-type", "author")
            if name := _name(one):
                named = [places[id_] for id_ in _referred(one) if id_ in places]
                own = [*one.findall("aff"), *(named or of_all)]
                yield kind, name, _said(one, own)


def _referred(contributor: Element) -> Iterator[str]:
    for reference in contributor.findall("xref[@ref-type='aff']"):
        yield from reference.get("rid", "").split()


def _name(contributor: Element) -> Name | None:
    parts = ("surname", "given-names", "suffix")
    for path in ("name", "name-alternatives/name", "string-name"):
        name = contributor.find(path)
        if name is not None and name.find("surname") is not None:
            return Name(*(_text(name, part) for part in parts))
    whole = _text(contributor, "collab") or _text(contributor, "string-name")
    return Name(whole) if whole else None


def _said(contributor: Element, places: list[Element]) -> Said:
    return said(
        _text(contributor, "contrib-id[@contrib-id-type='orcid']"),
        map(_affiliation, places),
        (_role(one) for one in contributor.findall("role") if _is_credit(one)),
    )


def _affiliation(place: Element) -> str:
    institutions = [_text_of(one) for one in place.iter("institution")]
    name = ", ".join(filter(None, institutions)) or _text_of(place)
    return affiliation(name, *(_text_of(one) for one in place.iter("institution-id")))


def _text_of(element: Element) -> str:
    """Return the text of an element without numbers of notes, addresses and identifiers."""
    parts = [element.text or ""]
    for child in element:
        is_left_out = child.tag in _LEFT_OUT or child.tag in {"institution-id", "sup"}
        parts += ["" if is_left_out else _text_of(child), child.tail or ""]
    return re.sub(r"(?:\s*,)+", ",", plain_line("".join(parts))).strip(" ,.;")


def _is_credit(element: Element) -> bool:
    """Whether a role is one of CRediT, as JATS 1.2 and later say, or 1.1 by ``content-type``."""
    places = ("vocab", "vocab-identifier", "vocab-term-identifier", "content-type")
    return any("credit" in element.get(name, "").lower() for name in places)


def _role(element: Element) -> str:
    terms = (element.get("vocab-term"), element.get("vocab-term-identifier"), _text_of(element))
    degree = element.get("degree-contribution") or element.get("specific-use") or ""
    return role(next(filter(None, terms), ""), degree)
