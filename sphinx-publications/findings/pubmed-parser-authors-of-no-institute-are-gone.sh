#!/usr/bin/env bash
# pubmed_parser 0.5.1 (PyPI), seen 2026-11-30.
#
# Of a JATS article, pubmed_parser lists each author once for each institute that the author refers to: who refers to
# none is not listed at all, and an article without institutes has no authors. Groups, and persons with a family name
# alone, are listed without a name; suffixes are lost. Of a chapter in the references the title of the chapter is
# lost, and a group among its authors. An article that says date-type="pub" of its date, as JATS
# recommends now instead of the older pub-type, is not read at all.
#
# Fails if that changes. The package is installed in a temporary folder.
set -euo pipefail
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet pubmed-parser==0.5.1
env/bin/python - <<'PY'
from pathlib import Path

from pubmed_parser import parse_pubmed_references, parse_pubmed_xml

NAME = "<name><surname>{}</surname><given-names>{}</given-names>{}</name>"


def article(*contributors):
    people = "".join(f'<contrib contrib-type="author">{one}</contrib>' for one in contributors)
    return f"""<article><front><journal-meta><journal-title-group><journal-title>Wood</journal-title>
</journal-title-group></journal-meta><article-meta><article-id pub-id-type="doi">10.5555/bark</article-id>
<title-group><article-title>On bark</article-title></title-group><contrib-group>{people}</contrib-group>
<aff id="school">School of Wood</aff><pub-date pub-type="collection"><year>2020</year></pub-date>
</article-meta></front><back><ref-list><ref id="roots"><element-citation publication-type="book">
<person-group person-group-type="author">{NAME.format("Yew", "Dan", "")}<collab>Institute of Wood</collab>
</person-group><chapter-title>On roots</chapter-title><source>Book of Trees</source><year>2019</year>
</element-citation></ref></ref-list></back></article>"""


ann, ben = NAME.format("Oak", "Ann", ""), NAME.format("Elm", "Ben", "<suffix>Jr.</suffix>")
at_school = '<xref ref-type="aff" rid="school"/>'


def authors(*contributors):
    Path("article.xml").write_text(article(*contributors))
    found = parse_pubmed_xml("article.xml")
    assert (found["full_title"], found["publication_year"]) == ("On bark", 2020)
    print(found["author_list"])
    return found["author_list"]


both = [["Oak", "Ann", "school"], ["Elm", "Ben", "school"]]
assert authors(ann + at_school, ben + at_school) == both
assert authors(ann, ben + at_school) == both[1:]
assert authors(ann, ben) == []
assert authors("<collab>Institute of Wood</collab>" + at_school) == [["", "", "school"]]
assert authors("<name><surname>Fir</surname></name>" + at_school) == [["", "", "school"]]
page = Path("article.xml").read_text()
Path("newer.xml").write_text(page.replace('pub-type="collection"', 'date-type="pub" publication-format="electronic"'))
try:
    parse_pubmed_xml("newer.xml")
except KeyError as error:
    print("not read:", error)
else:
    raise SystemExit("the newer form of dates is read")
[chapter] = parse_pubmed_references("article.xml")
print(chapter)
assert (chapter["article_title"], chapter["journal"]) == ("", "Book of Trees")
assert "Yew" in chapter["name"] and "Institute" not in str(chapter)
PY
echo "as stated: an author who names no institute is no author"
