"""Which entry a paper is that was found, and which entries are preprints that have appeared."""

from __future__ import annotations

import pytest

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.add import add, named
from sphinx_publications.acquire.enrich import enrich
from sphinx_publications.acquire.entry_format import Marks
from sphinx_publications.acquire.record import Record
from sphinx_publications.bibliography.entries import SourceEntry
from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.parse_options import ReadingOptions

from ..conftest import Project
from . import answers
from .conftest import Scene, assert_facts

PREPRINT = (
    "@misc{pre, title = {On the learning of snails}, year = 2023, eprint = {2302.01234}, "
    "eprinttype = {arxiv}}"
)
PAPER = "@article{paper, title = {On the Learning of Snails}, year = 2024, journal = {J}}"


@pytest.mark.parametrize("text", [f"{PREPRINT}\n{PAPER}\n", f"{PAPER}\n{PREPRINT}\n"])
def test_of_two_entries_with_one_title_the_published_one_is_the_paper(
    scene: Scene, text: str
) -> None:
    scene.file.write_text(text, encoding="utf-8")
    library = scene.session().sources.read()
    found = library.find(
        Record("article", {"title": "On the learning of snails", "doi": "10.5555/new"})
    )
    assert found is not None
    assert found.key == "paper"
    # By its identifier the preprint is found still.
    eprint = {"title": "On the learning of snails", "eprint": "2302.01234v2", "eprinttype": "arxiv"}
    found = library.find(Record("misc", eprint))
    assert found is not None
    assert found.key == "pre"


DOI = "10.5555/snail.2024.7"
NO_PAGE = {name: value for name, value in answers.CROSSREF.items() if name != "resource"}
HEAD = (
    "  author = {Öne, Ann Beatrice and Two, Ben},\n  author+an = {1=equal; 2=equal},\n"
    "  title = {How Helix snails learn: Hebbian rules \\& CO$_2$ in SpiNNaker models},\n"
    "  year = {2023},\n"
)
ARXIV = ("https://doi.org/" + DOI, {"https://arxiv.org/abs/2302.01234"})
BIORXIV = ("https://doi.org/" + DOI, {"https://doi.org/10.1101/2023.01.02.500001"})

CHEMRXIV = "https://chemrxiv.org/engage/chemrxiv/article-details/60c74b1a469df44a40f43c31"


def completed(scene: Scene, type_: str, fields: str) -> SourceEntry:
    """Return an entry after what its paper has appeared as was added."""
    scene.file.write_text(f"@{type_}{{mine,\n{HEAD}{fields}}}\n", encoding="utf-8")
    scene.services.answer(f"/doi/{DOI}", NO_PAGE)
    session = scene.session()
    assert add(named(DOI, session), session, Marks()) == ["mine"]
    found = read([scene.file], ReadingOptions())
    assert not found.problems
    assert len(found.entries) == 1
    return found.entries["mine"]


@pytest.mark.parametrize(
    ("type_", "fields", "expected"),
    [
        ("misc", "  url = {https://arxiv.org/abs/2302.01234},\n", ARXIV),
        (
            "misc",
            "  howpublished = {arXiv}, url = {http://arxiv.org/pdf/2302.01234v2.pdf}\n",
            ARXIV,
        ),
        ("misc", "  doi = {10.48550/arXiv.2302.01234},\n  publisher = {arXiv},\n", ARXIV),
        (
            "misc",
            "  url = {https://doi.org/10.48550/arXiv.2302.01234},\n  eprint = {2302.01234},\n"
            "  archiveprefix = {arXiv},\n",
            ARXIV,
        ),
        ("article", "  journal = {arXiv preprint arXiv:2302.01234},\n  volume = {1}\n", ARXIV),
        ("article", "  doi = {https://doi.org/10.48550/ARXIV.2302.01234}\n", ARXIV),
        ("unpublished", "  note = {arXiv:2302.01234},\n  abbr = {arXiv},\n", ARXIV),
        (
            "article",
            "  journal = {bioRxiv},\n  pages = {2023--01},\n  publisher = {Cold Spring Harbor "
            "Laboratory},\n  doi = {10.1101/2023.01.02.500001},\n",
            BIORXIV,
        ),
        (
            "misc",
            "  howpublished = {bioRxiv},\n"
            "  url = {https://www.biorxiv.org/content/10.1101/2023.01.02.500001v2.full.pdf},\n",
            BIORXIV,
        ),
        # DBLP, Semantic Scholar, the ACL.
        ("article", "  journal = {CoRR},\n  volume = {abs/2302.01234},\n", ARXIV),
        ("article", "  journal = {ArXiv},\n  volume = {abs/2302.01234},\n", ARXIV),
        (
            "article",
            "  journal = {Computing Research Repository},\n  volume = {arXiv:2302.01234},\n",
            ARXIV,
        ),
        (
            "misc",
            "  url = {http://biorxiv.org/content/early/2017/01/01/123456},\n",
            ("https://doi.org/" + DOI, {"https://doi.org/10.1101/123456"}),
        ),
        (
            "article",
            f"  journal = {{ChemRxiv}},\n  url = {{{CHEMRXIV}}},\n",
            ("https://doi.org/" + DOI, {CHEMRXIV}),
        ),
        ("misc", f"  url = {{{CHEMRXIV}}},\n", ("https://doi.org/" + DOI, {CHEMRXIV})),
    ],
)
def test_the_venue_leads_to_what_appeared_and_the_preprint_is_a_link_beside_it(
    scene: Scene, type_: str, fields: str, expected: tuple[str, set[str]]
) -> None:
    publication = completed(scene, type_, fields).publication
    assert publication.venue_link is not None
    beside = {link.url for link in publication.links if not link.url.endswith("/snail/7.pdf")}
    assert (publication.venue_link.url, beside) == expected
    assert not publication.is_preprint
    assert publication.container == "The Journal of Computational Neuroscience"
    assert publication.venue.name == "The Journal of Computational Neuroscience"
    assert (publication.details.volume, publication.details.first_page) == ("12", "101")
    assert [author.name.family for author in publication.authors] == ["Öne", "Two"]


def test_the_page_of_a_project_stays(scene: Scene) -> None:
    entry = completed(
        scene, "misc", "  eprint = {2302.01234},\n  url = {https://snails.example/learn},\n"
    )
    assert entry.fields["url"] == "https://snails.example/learn"
    assert entry.fields["doi"] == DOI


def test_a_preprint_in_two_archives_loses_neither(scene: Scene) -> None:
    fields = "  eprint = {2302.01234},\n  doi = {10.1101/2023.01.02.500001},\n"
    entry = completed(scene, "misc", fields)
    assert entry.fields["doi"] == DOI
    urls = {link.url for link in entry.publication.links}
    assert urls >= ARXIV[1] | BIORXIV[1]


def test_authors_that_are_others_are_told_in_one_line(scene: Scene) -> None:
    entry = completed(scene, "misc", "  url = {https://arxiv.org/abs/2302.01234},\n")
    names = "Ann Beatrice Öne, Ben van der Two, Cy Three Jr, Snail Consortium"
    assert_facts([line for line in scene.said if "authors of mine" in line], [(names,)])
    assert entry.fields["author+an"] == "1=equal; 2=equal"


def test_an_address_of_arxiv_finds_the_paper_under_another_title(scene: Scene) -> None:
    entry = answers.arxiv_entry(title="How Helix snails learn", more=answers.ARXIV_DOI)
    scene.services.answer("/arxiv/query", answers.arxiv(entry))
    scene.services.answer(f"/doi/{DOI}", NO_PAGE)
    scene.file.write_text(
        "@misc{mine, author = {Öne, Ann}, title = {Snails}, year = 2023, "
        "url = {https://arxiv.org/abs/2302.01234}}\n",
        encoding="utf-8",
    )
    session = scene.session()
    assert add(named("2302.01234", session), session, Marks()) == ["mine"]
    assert scene.text.count("@") == 1
    assert "url =" not in scene.text


# Records of another work.


@pytest.mark.parametrize("assume_yes", [True, False])
def test_a_record_of_another_work_is_told_and_not_written(scene: Scene, assume_yes: bool) -> None:
    other = {**answers.CROSSREF, "title": ["Tides"], "author": [{"given": "Z", "family": "Far"}]}
    scene.services.answer("/doi/", other)
    bib = f"@article{{k, author = {{Öne, A.}}, title = {{Snails}}, year = 2024, doi = {{{DOI}}}}}\n"
    scene.file.write_text(bib, encoding="utf-8")
    session = scene.session(assume_yes)
    with pytest.raises(CommandError, match=r"k .* 'Tides'"):
        add(named(DOI, session), session, Marks())
    assert (scene.text, scene.questions) == (bib, [])


def test_nothing_of_another_work_is_filled_in(scene: Scene) -> None:
    other = {**answers.CROSSREF, "title": ["Tides"], "author": [{"given": "Z", "family": "Far"}]}
    scene.services.answer("/crossref", {"message": other})
    bib = f"@article{{k, author = {{Öne, A.}}, title = {{Snails}}, year = 2024, doi = {{{DOI}}}}}\n"
    scene.file.write_text(bib, encoding="utf-8")
    assert enrich(scene.session(), ["k"]) == []
    assert scene.text == bib
    assert [line for line in scene.complaints if "'Tides'" in line]


def test_a_doi_at_arxiv_of_an_unrelated_paper_is_told(scene: Scene) -> None:
    scene.services.answer(
        "/arxiv/query", answers.arxiv(answers.arxiv_entry(more=answers.ARXIV_DOI))
    )
    other = {**answers.CROSSREF, "title": ["Tides"], "author": [{"given": "Z", "family": "Far"}]}
    scene.services.answer(f"/doi/{DOI}", other)
    session = scene.session()
    assert add(named("2302.01234", session), session, Marks()) == ["one2023learning"]
    assert_facts(scene.complaints, [(DOI, "'Tides'")])
    assert "Tides" not in scene.text


def test_the_built_list_leads_to_what_appeared(scene: Scene, project: Project) -> None:
    fields = "  journal = {arXiv preprint arXiv:2302.01234},\n"
    completed(scene, "article", fields + "  url = {https://arxiv.org/abs/2302.01234},\n")
    project.write(refs_bib=scene.text)
    built = project.build()
    assert built.warnings == []
    links = built.html().select('[role="main"] a[href], main a[href], .body a[href]')
    places = {link["href"]: link.get_text(" ", strip=True) for link in links}
    assert places[f"https://doi.org/{DOI}"].startswith("The Journal of Computational Neuroscience")
    assert places["https://arxiv.org/abs/2302.01234"] == "arXiv"
