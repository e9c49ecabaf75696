"""Papers and lists can be downloaded as EndNote XML."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_publications import Publication, add_format

TYPES = {"article": 17, "book": 6, "incollection": 5, "inproceedings": 47, "phdthesis": 32}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the format."""
    app.setup_extension("sphinx_publications")
    add_format(app, "EndNote XML", "endnote.xml", "application/xml", write, join)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}


def write(publication: Publication) -> str:
    """Return a publication as a file."""
    record = Element("record")
    SubElement(record, "ref-type").text = str(TYPES.get(publication.entry_type.name, 13))
    authors = SubElement(SubElement(record, "contributors"), "authors")
    for author in publication.authors:
        SubElement(authors, "author").text = author.name.inverted
    SubElement(SubElement(record, "titles"), "title").text = publication.plain_title
    SubElement(SubElement(record, "periodical"), "full-title").text = publication.container
    SubElement(SubElement(record, "dates"), "year").text = str(publication.date)
    SubElement(record, "electronic-resource-num").text = publication.doi
    SubElement(record, "notes").text = "; ".join(publication.contributions)
    return file_of([record])


def join(files: Sequence[str]) -> str:
    """Return one file with the publications of several."""
    return file_of(record for file in files for record in fromstring(file).iter("record"))


def file_of(records: Iterable[Element]) -> str:
    """Return a file with records."""
    root = Element("xml")
    SubElement(root, "records").extend(records)
    return tostring(root, encoding="unicode") + "\n"
