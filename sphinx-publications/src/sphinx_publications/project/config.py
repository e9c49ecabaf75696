"""The configuration: every ``publications_*`` value with default, type and help."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, Self

from sphinx.config import Config as SphinxConfig

from sphinx_publications.model.entry_types import SERVING_TYPES, TYPES, EntryType, own_type
from sphinx_publications.model.marks import MARKERS, MarkTable, read_symbols
from sphinx_publications.model.names import fold
from sphinx_publications.model.parse_options import (
    LINK_KINDS,
    LinkKind,
    ReadingOptions,
    with_added,
)
from sphinx_publications.project.selection import GROUP_BY, read_group_by


class Setting(NamedTuple):
    """Types, help text and rebuild rule of a configuration value."""

    types: tuple[type, ...]
    help: str
    rebuild: str = "env"
    """Sphinx's ``rebuild`` argument of the value."""


class Colour(str):
    """The type of a text as ``#7a1f3d``, or an empty one."""


class Config(NamedTuple):
    """All configuration values; each is set in ``conf.py`` with the prefix ``publications_``."""

    owner: Annotated[
        str | list[str],
        Setting(
            (str, list, tuple),
            "Whose page this is, as in a BibTeX author field, or a list of the names "
            "that the owner published under; the owner's name is emphasised",
        ),
    ] = ""
    marks: Annotated[
        Mapping[str, tuple[str, str]],
        Setting(
            (dict,),
            "Annotation word to (symbol, meaning in words), over the built-in words",
        ),
    ] = {}
    typed_marks: Annotated[
        Mapping[str, str],
        Setting(
            (dict,),
            "Symbol typed into names to the annotation word that it stands for: "
            "{'*': 'equal'}; without it the symbol is 'marked by the authors'",
        ),
    ] = {}
    links: Annotated[
        Mapping[str, str | tuple[str, str]],
        Setting(
            (dict,),
            "Field of an entry to the label of its link, or to (label, kind), where the "
            "kind is a built-in field that it is like: {'talk': ('Talk', 'video')}",
        ),
    ] = {}
    types: Annotated[
        Mapping[str, str | tuple[str, ...]],
        Setting(
            (dict,),
            "Type of entries of the site's own to the built-in type that it is like, or to "
            "(label, type), or to (label, type, heading): {'course': ('Course', 'misc')}",
        ),
    ] = {}
    max_authors: Annotated[
        int,
        Setting((int,), "A web page shortens longer author lists; 0 shortens none"),
    ] = 8
    style: Annotated[
        str,
        Setting((str,), "Style of the {publications} lists that name none"),
    ] = "publications"
    citation_style: Annotated[
        str,
        Setting((str,), "pybtex style in which the page of a paper says how to cite it"),
    ] = "unsrt"
    group_by: Annotated[
        str,
        Setting(
            (str,),
            "How the {publications} lists are grouped that do not say it: "
            "year, type, letter or none, or one within the other: 'year type'",
        ),
    ] = "year"
    filter_from: Annotated[
        int,
        Setting(
            (int,),
            "Lists of so many entries on one web page get a filter; 0 gives none to any",
        ),
    ] = 8
    hidden_topics: Annotated[
        Sequence[str],
        Setting(
            (list, tuple),
            "Keywords that lists are made by and that are no topics: neither the filter "
            "nor a page of a paper shows them; selected, featured and hidden never are",
        ),
    ] = []
    main: Annotated[
        str,
        Setting(
            (str,),
            "Document with the list of all papers, to which pages of papers lead; empty for the "
            "first with a list in the table of contents",
        ),
    ] = ""
    pages: Annotated[
        str,
        Setting(
            (str,),
            "Folder of the web pages, one for each listed paper; empty for no such pages",
        ),
    ] = "publications"
    split_from: Annotated[
        int,
        Setting(
            (int,),
            "A list of more entries has a web page for each of its groups, "
            "or for so many; 0 splits none",
        ),
    ] = 500
    person: Annotated[
        Mapping[str, object],
        Setting(
            (dict,),
            "The owner for search engines: properties of schema.org's Person, "
            "such as name, jobTitle, affiliation, alumniOf and sameAs",
        ),
    ] = {}
    people: Annotated[
        str | Mapping[str, object],
        Setting(
            (dict, str),
            "The people of the papers by name, or the YAML or TOML file that lists them: "
            "aliases, orcid, url, affiliation, role, photo, links and whether the name is a link",
        ),
    ] = {}
    people_pages: Annotated[
        str,
        Setting((str,), "Folder of the pages, one for each of these people; empty for none"),
    ] = ""
    pictures: Annotated[
        bool | str | None,
        Setting(
            (bool, Colour, type(None)),
            "Whether pages of papers have a picture that is shown where they are shared; "
            "None draws them where Pillow is installed, '#7a1f3d' in that colour",
        ),
    ] = None
    feed_title: Annotated[
        str,
        Setting((str,), "Title of the Atom feed; html_title if empty"),
    ] = ""
    files: Annotated[
        str,
        Setting(
            (str,),
            "Folder with the files that entries name, as in pdf = {paper.pdf}; "
            "they are published with the site",
        ),
    ] = ""
    bibtex_fields: Annotated[
        Sequence[str],
        Setting((list, tuple), "Fields that BibTeX for others has beside the bibliographic ones"),
    ] = []
    bibtex_hidden: Annotated[
        Sequence[str],
        Setting((list, tuple), "Bibliographic fields that BibTeX for others has not"),
    ] = []
    contact: Annotated[
        str,
        Setting(
            (str,),
            "Address of mail that is sent to the services that sphinx-publications asks, "
            "which answer faster then; no build asks them",
            rebuild="",
        ),
    ] = ""
    services: Annotated[
        Mapping[str, str],
        Setting(
            (dict,),
            "Name of a service that sphinx-publications asks to another address of it",
            rebuild="",
        ),
    ] = {}
    opengraph: Annotated[
        bool | None,
        Setting(
            (bool, type(None)),
            "Which web pages say where the feed is, and what is shown where they are "
            "shared: None, the front page and those that show papers; True, all; False, none",
        ),
    ] = None
    check_files: Annotated[
        bool | None,
        Setting(
            (bool, type(None)),
            "Whether a build tells which files that pages name are not there, in place of "
            "Sphinx; None does where publications_owner says whose homepage it is",
        ),
    ] = None
    scholar_user: Annotated[
        str,
        Setting((str,), "Identifier at Google Scholar, for links from google_scholar_id"),
    ] = ""

    @classmethod
    def of(cls, config: SphinxConfig) -> Self:
        """Return the values from Sphinx's configuration."""
        return cls(*(config[f"publications_{name}"] for name in cls._fields))

    @classmethod
    def settings(cls) -> Iterator[tuple[str, Any, Setting]]:
        """Yield the name in ``conf.py``, the default and the `Setting` of each value."""
        for name, annotation in cls.__annotations__.items():
            yield f"publications_{name}", cls._field_defaults[name], annotation.__metadata__[0]

    @property
    def slips(self) -> list[str]:
        """Messages about invalid values, with what to write instead."""
        marks = [
            f"publications_marks['{word}'] = {mark!r} is left out; "
            "write a symbol and its meaning: ('*', 'equal contribution')"
            for word, mark in self.marks.items()
            if not _is_pair(mark)
        ]
        links = [
            f"publications_links['{name}'] = {link!r} is left out; "
            "write a label: 'Talk', or a label and what it is like: ('Talk', 'video')"
            for name, link in self.links.items()
            if _label_and_kind(link) is None
        ]
        typed = [
            f"publications_typed_marks['{symbol}'] = {word!r} is left out; "
            f"write a symbol, one of {' '.join(MARKERS)}, and one of the words "
            f"{', '.join(mark.word for mark in self._marks.marks)}"
            for symbol, word in self.typed_marks.items()
            if not self._is_typed_mark(symbol, word)
        ]
        types = [
            f"publications_types['{name}'] = {value!r} is left out; write the built-in type that "
            "it is like: 'misc', or a label and that type: ('Course', 'misc'), and a heading"
            for name, value in self.types.items()
            if _own_type(name, value) is None
        ]
        by = f"publications_group_by = {self.group_by!r} is left out; write {_one_of(GROUP_BY)}"
        return [*marks, *typed, *links, *types, *([] if read_group_by(self.group_by) else [by])]

    @property
    def _own_marks(self) -> dict[str, tuple[str, str]]:
        return {word: mark for word, mark in self.marks.items() if _is_pair(mark)}

    @property
    def _marks(self) -> MarkTable:
        return MarkTable.with_overrides(self._own_marks)

    def _is_typed_mark(self, symbol: object, word: object) -> bool:
        return (
            isinstance(symbol, str)
            and isinstance(word, str)
            and len(list(read_symbols(symbol))) == 1
            and set(symbol) <= set(MARKERS)
            and self._marks.for_word(word) is not None
        )

    @property
    def reading_options(self) -> ReadingOptions:
        """The options for parsing entries."""
        owner = (self.owner,) if isinstance(self.owner, str) else tuple(self.owner)
        typed = {s: w for s, w in self.typed_marks.items() if self._is_typed_mark(s, w)}
        return ReadingOptions(
            owner=tuple(name for name in owner if name),
            marks=MarkTable.with_overrides(self._own_marks, typed),
            files=self.files.strip("/"),
            link_kinds=with_added(
                {
                    name.lower(): found
                    for name, link in self.links.items()
                    if (found := _label_and_kind(link)) is not None
                }
            ),
            own_types={
                name.lower(): kind
                for name, value in self.types.items()
                if (kind := _own_type(name, value)) is not None
            },
            scholar_user=self.scholar_user,
            hidden_topics=frozenset(fold(topic) for topic in self.hidden_topics),
            bibtex_fields=frozenset(str(name).lower() for name in self.bibtex_fields),
            bibtex_hidden=frozenset(str(name).lower() for name in self.bibtex_hidden),
        )


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, tuple | list)
        and len(value) == 2
        and all(isinstance(part, str) and part for part in value)
    )


def _one_of(words: Sequence[str]) -> str:
    *first, last = (f"'{word}'" for word in words)
    return f"{', '.join(first)} or {last}"


def _label_and_kind(value: object) -> tuple[str, str] | LinkKind | None:
    """Return label and kind from a value of ``publications_links``; None if invalid."""
    if isinstance(value, LinkKind):  # of another extension
        return value
    if isinstance(value, str) and value:
        return value, ""
    fields = {kind.field for kind in LINK_KINDS}
    if isinstance(value, tuple | list) and _is_pair(value) and value[1] in fields:
        return value[0], value[1]
    return None


def _own_type(name: object, value: object) -> EntryType | None:
    """Return the type from a value of ``publications_types``; None if invalid."""
    parts = ("", value) if isinstance(value, str) else value
    if not (isinstance(name, str) and name and isinstance(parts, tuple | list)):
        return None
    if len(parts) not in {2, 3} or not all(isinstance(part, str) for part in parts):
        return None
    label, like, *heading = parts
    is_known = like.lower() in TYPES and not {like.lower(), name.lower()} & SERVING_TYPES
    return own_type(like.lower(), label, *heading) if is_known else None


def declare(add: Callable[..., None]) -> None:
    """Declare every value with `add`: Sphinx's `add_config_value`, or `add` of its `Config`.

    A change of a value rebuilds the pages, unless no page depends on it.
    """
    for name, default, setting in Config.settings():
        # Types are checked in `conf_file`, since Sphinx would only warn that they differ.
        add(name, default, setting.rebuild, Any, setting.help)
