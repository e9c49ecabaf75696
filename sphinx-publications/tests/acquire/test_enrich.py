"""What entries lack, and what services know of them: ``enrich``, ``missing`` and ``--online``."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.add import add_missing, author_id
from sphinx_publications.acquire.add import missing_works as works_lacking
from sphinx_publications.acquire.clients import fetch
from sphinx_publications.acquire.clients.author_works import dblp_works
from sphinx_publications.acquire.clients.registries import crossref_work
from sphinx_publications.acquire.enrich import check_online, enrich, lacking
from sphinx_publications.acquire.record import Record
from sphinx_publications.acquire.services import Identifier, identify
from sphinx_publications.diagnostics import deduplicate

from . import answers
from .conftest import FILE, Scene, assert_facts
from .server import Handler, drip

DOI = "10.5555/snail.2024.7"
TITLE = r"How Helix snails learn: Hebbian rules \& CO$_2$ in SpiNNaker models"
PAPER = f"""\
@article{{mine,
  author  = {{Öne, Ann and van der Two, Ben}},
  title   = {{{TITLE}}},
  journal = {{Journal of Computational Neuroscience}},
  volume  = {{11}}, % of my copy
  year    = {{2024}},
}}
"""
PREPRINT = """\
@misc{pre,
  author     = {Öne, Ann B. and van der Two, Ben},
  title      = {Learning in snails},
  year       = {2023},
  eprint     = {2302.01234},
  eprinttype = {arxiv},
}
"""


def works(*items: dict[str, Any]) -> dict[str, Any]:
    """Return what Crossref answers to a search."""
    return {"status": "ok", "message-type": "work-list", "message": {"items": list(items)}}


def work(item: Mapping[str, Any] = answers.CROSSREF, **changes: Any) -> dict[str, Any]:
    """Return what Crossref says of one work."""
    return {"status": "ok", "message-type": "work", "message": {**item, **changes}}


# enrich


def test_what_is_lacking_is_found_by_title_author_and_year(scene: Scene) -> None:
    scene.file.write_text(PAPER, encoding="utf-8")
    scene.services.answer("/crossref/works?", works(answers.BIORXIV, answers.CROSSREF))
    scene.services.answer("/openalex/works/doi:", answers.OPENALEX)
    assert enrich(scene.session(), []) == ["mine"]
    added = [line for line in scene.text.splitlines() if line not in PAPER.splitlines()]
    assert added == [
        "  pages   = {101--119},",
        "  doi     = {10.5555/snail.2024.7},",
        "  pdf     = {https://journals.example/snail/7.pdf},",
        r"  abstract = {Snails are 50\% slower <than> hares when \emph{n} = 3.},",
    ]
    # What is written stays, also where Crossref says something else, and so do remarks.
    assert [line for line in scene.text.splitlines() if line not in added] == PAPER.splitlines()
    asked = scene.services.asked[0]
    assert "query.bibliographic=How Helix snails learn: Hebbian rules & CO₂" in asked
    assert "query.author=Öne" in asked


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ["How Helix snails learn to fly"]},
        {"author": [{"family": "Else", "given": "Some"}]},
        {"issued": {"date-parts": [[2015]]}},
        {"type": "posted-content", "institution": [{"name": "bioRxiv"}]},
    ],
    ids=["title", "author", "year", "preprint"],
)
def test_a_work_that_is_only_like_it_is_not_taken(scene: Scene, changes: dict[str, Any]) -> None:
    scene.file.write_text(PAPER, encoding="utf-8")
    scene.services.answer("/crossref/works?", works({**answers.CROSSREF, **changes}))
    assert enrich(scene.session(), []) == []
    assert scene.text == PAPER


def test_an_abstract_of_openalex_is_taken_where_crossref_has_none(scene: Scene) -> None:
    scene.file.write_text(PAPER.replace("  year", f"  doi     = {{{DOI}}},\n  year"), "utf-8")
    item = {k: v for k, v in answers.CROSSREF.items() if k not in {"abstract", "license"}}
    scene.services.answer("/crossref/works/", work(item))
    scene.services.answer("/openalex/works/doi:", answers.OPENALEX)
    assert enrich(scene.session(), ["MINE"]) == ["mine"]
    assert "  abstract = {Snails are slow and are shy},\n" in scene.text
    assert "  pdf     = {https://repository.example/snail.pdf},\n" in scene.text


def test_preprints_are_asked_for_at_once_and_get_no_doi(scene: Scene) -> None:
    other = PREPRINT.replace("pre,", "pre2,").replace("01234", "05678").replace("snails", "hares")
    scene.file.write_text(PREPRINT + "\n" + other, encoding="utf-8")
    feed = answers.arxiv(
        answers.arxiv_entry(more=answers.ARXIV_DOI),
        answers.arxiv_entry("2302.05678", "Learning in hares"),
    )
    scene.services.answer("/arxiv/query", feed)
    assert enrich(scene.session(), []) == ["pre", "pre2"]
    assert len(scene.services.asked) == 1
    assert "id_list=2302.01234,2302.05678" in scene.services.asked[0]
    assert "doi" not in scene.text
    assert scene.text.count("https://github.com/invented/snails}") == 2
    assert "  pdf        = {https://arxiv.org/pdf/2302.05678},\n" in scene.text


def test_one_service_that_is_down_is_told_once_and_costs_its_fields_alone(scene: Scene) -> None:
    scene.file.write_text(PAPER + PAPER.replace("mine", "mine2").replace("How", "Why"), "utf-8")
    scene.services.answer(
        "/crossref/works?",
        works(
            answers.CROSSREF,
            {**answers.CROSSREF, "title": ["Why" + answers.CROSSREF["title"][0][3:]]},
        ),
    )
    scene.services.fail("/openalex", 503)
    assert enrich(scene.session(), []) == ["mine", "mine2"]
    assert_facts(scene.complaints, [("OpenAlex", "503")])


def test_each_is_asked_about(scene: Scene) -> None:
    scene.file.write_text(PREPRINT, encoding="utf-8")
    scene.services.answer("/arxiv/query", answers.arxiv(answers.arxiv_entry()))
    scene.answers = ["n"]
    assert enrich(scene.session(assume_yes=False), []) == []
    assert scene.text == PREPRINT
    assert scene.questions == ["Write it? y or n "]


def test_a_key_that_is_not_there_is_told(scene: Scene) -> None:
    with pytest.raises(CommandError, match="one2021"):
        enrich(scene.session(), ["one2021"])


def test_what_has_all_of_it_is_not_asked_for(scene: Scene) -> None:
    full = PREPRINT.replace("  year", "  abstract = {A}, pdf = {https://x.org/p.pdf}, "
                            "code = {https://github.com/x/y},\n  year")  # fmt: skip
    scene.file.write_text(full, encoding="utf-8")
    (entry,) = scene.session().sources.read().entries
    assert lacking(entry) == []
    assert enrich(scene.session(), []) == []
    assert scene.services.asked == []


# missing


def test_the_works_that_are_lacking_are_listed_and_added_by_number(scene: Scene) -> None:
    scene.services.answer("/orcid/0000-0001-7568-4994/works", answers.ORCID)
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    scene.answers = ["1", "1,2"]
    assert add_missing(scene.session(assume_yes=False), author_id("0000-0001-7568-4994"), None) == [
        "one2024helix"
    ]
    # The paper on hares is there already.
    listed = [line for line in scene.said if line.startswith(("  1", "  2"))]
    assert listed[0] == (
        "  1 2024 How Helix snails learn, Journal of Computational Neuroscience, " + DOI
    )
    assert "author+an    = {1=equal; 2=equal}," in scene.text
    assert scene.questions[0].startswith("Which of them are to be added?")


@pytest.mark.parametrize(
    ("whose", "part", "answer", "lines"),
    [
        (
            "A5023888391",
            "/openalex/works?filter=authorships.author.id:A5023888391",
            {"meta": {"next_cursor": None}, "results": [answers.OPENALEX]},
            ["2024 How Helix snails learn, Journal of Computational Neuroscience, " + DOI],
        ),
        (
            "https://dblp.org/pid/99/1.html",
            "/dblp/pid/99/1.xml",
            answers.DBLP,
            [
                "2024 How Helix snails learn, J. Comput. Neurosci., 10.5555/SNAIL.2024.7",
                "2023 Learning in snails, 2302.01234",
            ],
        ),
    ],
    ids=["OpenAlex", "DBLP"],
)
def test_other_lists(scene: Scene, whose: str, part: str, answer: Any, lines: list[str]) -> None:
    scene.services.answer(part, answer)
    scene.answers = [""]
    assert add_missing(scene.session(assume_yes=False), author_id(whose), None) == []
    assert scene.said == [f"{number:>3} {line}" for number, line in enumerate(lines, start=1)]
    assert scene.text == FILE


def test_the_pages_of_a_long_list_are_asked_for(scene: Scene) -> None:
    other = {**answers.OPENALEX, "title": "Second snails", "doi": None}
    scene.services.answer(
        "cursor=*", {"meta": {"next_cursor": "abc"}, "results": [answers.OPENALEX]}
    )
    scene.services.answer("cursor=abc", {"meta": {"next_cursor": "end"}, "results": [other]})
    scene.services.answer("cursor=end", {"meta": {"next_cursor": "end"}, "results": []})
    add_missing(scene.session(), author_id("A5023888391"), "")
    assert len(scene.said) == 2
    assert len(scene.services.asked) == 3


def test_a_work_that_cannot_be_fetched_does_not_keep_the_others(scene: Scene) -> None:
    scene.services.answer("/dblp/pid/99/1.xml", answers.DBLP)
    scene.services.answer("/arxiv/query", answers.arxiv(answers.arxiv_entry()))
    assert add_missing(scene.session(), author_id("99/1"), "all") == ["one2023learning"]
    assert_facts(scene.complaints, [("1: doi.org", "knows nothing")])


def test_a_work_without_any_identifier_and_authors_is_told(scene: Scene) -> None:
    scene.file.write_text(FILE.replace("hares", "birds"), encoding="utf-8")
    scene.services.answer("/orcid/0000-0001-7568-4994/works", answers.ORCID)
    (summary,) = answers.ORCID["group"][1]["work-summary"]
    scene.services.answer("/orcid/0000-0001-7568-4994/work/2", summary)
    assert add_missing(scene.session(), author_id("0000-0001-7568-4994"), "2") == []
    assert_facts(scene.complaints, [("2: ", "author")])


def test_nothing_is_missing(scene: Scene) -> None:
    scene.services.answer("/orcid", {"group": []})
    assert add_missing(scene.session(), author_id("0000-0001-7568-4994"), None) == []
    assert scene.said == ["Nothing is missing."]


def test_who_is_no_author_is_told() -> None:
    assert author_id("151/5709") == Identifier("dblp", "151/5709")
    with pytest.raises(CommandError, match="'Ann One' is no ORCID"):
        author_id("Ann One")


# check --online


def told(scene: Scene, text: str) -> list[str]:
    """Return what is told online of a file."""
    scene.file.write_text(text, encoding="utf-8")
    session = scene.session()
    problems, failures = check_online(session, session.sources.read().entries)
    lines = [
        f"{problem.line}: {'note' if problem.is_hint else 'WARNING'}: {problem.text} "
        f"[{problem.subtype}]"
        for problem in problems
    ]
    return [*lines, *failures]


def linked(scene: Scene, status: int) -> list[str]:
    url = f"{scene.services.base}/page"
    if status == 200:
        scene.services.answer("/page", "found")
    elif status == 405:
        # Some refuse to say only whether they have it.
        def answer(handler: Handler) -> None:
            handler.reply(405 if handler.command == "HEAD" else 200, b"found")

        scene.services.answer("/page", answer)
    else:
        scene.services.fail("/page", status)
    text = f"@misc{{k, author = {{A}}, title = {{T}}, year = 2020,\n  code = {{{url}}}}}\n"
    return [line.replace(url, "URL") for line in told(scene, text)]


@pytest.mark.parametrize(
    ("status", "facts"),
    [
        (404, ("2: WARNING: k: URL ", "404", "[gone_link]")),
        (410, ("2: WARNING: k: URL ", "410", "[gone_link]")),
        (500, ("2: note: k: URL ", "500", "[unreachable_link]")),
    ],
)
def test_links_that_do_not_work(scene: Scene, status: int, facts: tuple[str, ...]) -> None:
    assert_facts(linked(scene, status), [facts])


@pytest.mark.parametrize("status", [200, 405, 403, 429])
def test_links_that_work_or_refuse_to_answer_programs(scene: Scene, status: int) -> None:
    assert linked(scene, status) == []


def test_a_link_is_asked_for_its_head_and_wholly_only_if_that_is_refused(scene: Scene) -> None:
    methods: list[str] = []

    def answer(handler: Handler) -> None:
        methods.append(handler.command)
        is_refused = handler.command == "HEAD" and handler.path == "/gone"
        handler.reply(404 if is_refused else 200, b"found")

    scene.services.answer("/", answer)
    # Some say in a head that they have not what they have.
    assert scene.web().status(f"{scene.services.base}/gone") == 200
    assert methods == ["HEAD", "GET"]
    assert scene.web().status(f"{scene.services.base}/there") == 200
    assert methods == ["HEAD", "GET", "HEAD"]


def test_what_has_appeared_is_preferred_to_its_preprint_whichever_comes_first(
    scene: Scene,
) -> None:
    library = scene.session().sources.read()
    preprint = Record("misc", {"title": "Of snails", "eprint": "2302.1", "eprinttype": "arxiv"})
    published = Record("article", {"title": "{Of} Snails", "journal": "J", "doi": "10.5555/s"})
    other = Record("article", {"title": "Of Snails", "journal": "K", "doi": "10.5555/t"})
    assert works_lacking([preprint, published], library) == [published]
    assert works_lacking([published, preprint], library) == [published]
    assert works_lacking([published, other], library) == [published]


def test_people_of_one_name_are_numbered_at_dblp_and_nowhere_else(scene: Scene) -> None:
    scene.services.answer("/dblp/", answers.DBLP.replace("Ben Two", "Ben Two 0012"))
    people = [work.people["author"] for work in dblp_works(scene.web(), "99/1")]
    assert people
    assert not any(letter.isdecimal() for names in people for n in names for letter in n.full)


def test_what_has_appeared_as_a_preprint_stays_what_it_is(scene: Scene) -> None:
    # Some give the DOI of another archive as that of what has appeared.
    scene.services.answer(
        "/arxiv/query", answers.arxiv(answers.arxiv_entry(more=answers.ARXIV_DOI))
    )
    scene.services.answer("/doi/", {**answers.BIORXIV, "DOI": DOI})
    identifier = identify("2302.01234")
    assert identifier is not None
    record = fetch(scene.web(), identifier, lambda line: None)
    assert (record.fields["eprinttype"], record.eprint) == ("arxiv", "2302.01234")


def test_a_host_that_does_not_answer_is_no_proof(scene: Scene) -> None:
    text = "@misc{k, author = {A}, title = {T}, year = 2020, pdf = {http://127.0.0.1:9/x}}"
    facts = ("1: note: k: http://127.0.0.1:9/x ", "reached", "[unreachable_link]")
    assert_facts(told(scene, text), [facts])


def test_many_hosts_that_do_not_answer_are_one_line(scene: Scene) -> None:
    scene.file.write_text(
        "".join(
            f"@misc{{k{n}, author = {{A}}, title = {{T{n}}}, year = 2020, "
            f"pdf = {{http://127.0.0.1:9/{n}}}}}\n"
            for n in range(6)
        )
    )
    session = scene.session()
    problems, _ = check_online(session, session.sources.read().entries)
    assert len(problems) == 6
    (line,) = deduplicate(problems)
    assert line.message.endswith("(6 times, in lines 1, 2, 3, 4, 5, …)")


def quiet_links(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every link lead somewhere, since those of entries lead out of this machine."""
    from sphinx_publications.acquire.http import Web

    monkeypatch.setattr(Web, "status", lambda self, url: 200)


APPEARED = ("1: note: pre: ", f"add {DOI}", "[appeared_preprint]")


@pytest.mark.parametrize("source", ["doi", "journal_ref", "Crossref", "bioRxiv", "none"])
def test_preprints_that_have_appeared(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    quiet_links(scene, monkeypatch)
    text = PREPRINT
    expected: list[tuple[str, ...]] = [APPEARED]
    if source in {"doi", "journal_ref", "none"}:
        more = {"doi": answers.ARXIV_DOI, "journal_ref": answers.ARXIV_JOURNAL, "none": ""}[source]
        scene.services.answer("/arxiv/query", answers.arxiv(answers.arxiv_entry(more=more)))
    else:
        text = text.replace("2302.01234", "10.1101/2023.01.02.500001").replace("arxiv", "biorxiv")
        item = answers.BIORXIV if source == "Crossref" else {**answers.BIORXIV, "relation": {}}
        scene.services.answer("/crossref/works/10.1101/", work(item))
        scene.services.answer("/biorxiv/details/biorxiv/10.1101/", answers.BIORXIV_DETAILS)
    if source == "journal_ref":
        expected = [
            ("1: note: pre: arXiv ", "Annals of Snails 3 (2024) 1-9", "[appeared_preprint]")
        ]
    assert_facts(told(scene, text), [] if source == "none" else expected)
    is_asked = any("/biorxiv/" in path for path in scene.services.asked)
    assert is_asked is (source == "bioRxiv")


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        (
            {"updated-by": [{"DOI": "10.5555/r", "type": "retraction", "label": "Retraction"}]},
            ("5: WARNING: mine: ", "retraction: 10.5555/r", "note", "[retracted]"),
        ),
        (
            {"updated-by": [{"DOI": "10.5555/c", "type": "expression_of_concern"}]},
            ("5: WARNING: mine: ", "expression of concern: 10.5555/c", "note", "[retracted]"),
        ),
        (
            {"updated-by": [{"DOI": "10.5555/e", "type": "erratum"}]},
            ("5: note: mine: ", "erratum: 10.5555/e", "note", "[corrected]"),
        ),
        (
            {"issued": {"date-parts": [[2023, 12]]}},
            ("4: note: mine: ", "2024", "2023", "[different_record]"),
        ),
        (
            {"title": ["How <i>Helix</i> snails forget"]},
            ("3: note: mine: ", "'How Helix snails forget'", "[different_record]"),
        ),
        ({}, ()),
        ({"title": [answers.CROSSREF["title"][0] + ": a subtitle"]}, ()),
    ],
    ids=["retraction", "concern", "erratum", "year", "title", "nothing", "longer title"],
)
def test_what_the_publisher_says(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], facts: tuple[str, ...]
) -> None:
    quiet_links(scene, monkeypatch)
    text = (
        f"@article{{mine,\n author = {{Öne, Ann}},\n title = {{{TITLE}}},\n year = {{2024}},\n"
        f" doi = {{{DOI}}}, journal = {{J}}}}\n"
    )
    scene.services.answer("/crossref/works?filter=updates:", works())
    scene.services.answer("/crossref/works/", work(**{"updated-by": [], **changes}))
    assert_facts(told(scene, text), [facts] if facts else [])


def test_a_notice_that_is_a_work_of_its_own_is_found(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet_links(scene, monkeypatch)
    notice = {
        "DOI": "10.5555/r",
        "title": ["Retraction: snails"],
        "type": "journal-article",
        "update-to": [{"DOI": DOI.upper(), "type": "retraction", "label": "Retraction"}],
    }
    scene.services.answer("/crossref/works/", work({**answers.CROSSREF, "updated-by": []}))
    scene.services.answer("/crossref/works?filter=updates:", works(notice))
    text = (
        f"@article{{k, author = {{Öne, A}}, title = {{{TITLE}}}, year = 2024, "
        f"doi = {{{DOI}}}, journal={{J}}}}"
    )
    assert_facts(told(scene, text), [("1: WARNING: k: ", "retraction: 10.5555/r")])
    # Who says so himself need not be told.
    noted = text.replace("year =", "note = {retracted by the authors}, year =")
    assert told(scene, noted) == []


def test_a_doi_that_nobody_knows(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet_links(scene, monkeypatch)
    text = (
        "@article{k, author = {A}, title = {T}, year = 2024,\n"
        f" doi = {{{DOI}}}, journal = {{J}}}}"
    )
    assert_facts(told(scene, text), [("2: WARNING: k: ", DOI, "[gone_link]")])
    # DataCite's are not Crossref's.
    scene.services.answer("/doi/", {**answers.CROSSREF, "title": "T"})
    assert told(scene, text) == []


def test_a_service_that_is_down_is_one_line_and_the_rest_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet_links(scene, monkeypatch)
    scene.services.answer(
        "/arxiv/query", answers.arxiv(answers.arxiv_entry(more=answers.ARXIV_DOI))
    )
    scene.services.fail("/crossref", 500)
    papers = "".join(
        f"@article{{k{n}, author = {{A}}, title = {{T{n}}}, year = 2024, "
        f"doi = {{{DOI}{n}}}, journal = {{J}}}}\n"
        for n in range(3)
    )
    assert_facts(told(scene, PREPRINT + papers), [APPEARED, ("Crossref", "500")])


NO_ADDRESS = "no address"
LOCATIONS = {
    "http://[::1": NO_ADDRESS,
    "http://127.0.0.1:99999/x": NO_ADDRESS,
    "http://127.0.0.1:port/x": NO_ADDRESS,
    "http://": "circle",
    "http://" + "a" * 80 + ".example/": NO_ADDRESS,
    "http://.example/": NO_ADDRESS,
    "file:///etc/passwd": NO_ADDRESS,
    "mailto:me@example.org": NO_ADDRESS,
    "/here": "circle",
    "": "status 302",
}
"""The location of a redirect, and a word of the message about it."""


def leading(scene: Scene, location: str) -> None:
    """Have whatever is asked lead to a place."""

    def answer(handler: Handler) -> None:
        handler.reply(302, b"", Location=location)

    scene.services.answer("/here", answer)


@pytest.mark.parametrize("location", LOCATIONS)
def test_a_link_that_leads_to_no_address_is_one_line_and_others_are_asked(
    scene: Scene, location: str
) -> None:
    leading(scene, location)
    base = scene.services.base
    scene.file.write_text(
        f"@misc{{a, author = {{A}}, title = {{S}}, year = 2020, code = {{{base}/here}}}}\n"
        f"@misc{{b, author = {{A}}, title = {{T}}, year = 2020, code = {{{base}/gone}}}}\n",
        encoding="utf-8",
    )
    session = scene.session()
    problems, failures = check_online(session, session.sources.read().entries)
    assert failures == []
    expected = [(f"a: {base}/here ", LOCATIONS[location]), (f"b: {base}/gone ", "404")]
    assert_facts([problem.text for problem in problems], expected)


@pytest.mark.parametrize("location", [*LOCATIONS, "http://\xe9[/", "ftp://example.org/é"])
def test_a_service_that_leads_to_no_address_is_one_line(scene: Scene, location: str) -> None:
    location = location.encode().decode("latin-1")
    scene.services.answer("/", lambda handler: handler.reply(302, b"", Location=location))
    with pytest.raises(CommandError) as failure:
        crossref_work(scene.web(tries=1), "10.5555/x")
    assert_facts([str(failure.value)], [("Crossref ", LOCATIONS.get(location, NO_ADDRESS))])


def test_what_a_library_raises_that_nobody_foresaw_is_one_line(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise AssertionError("a slip of the library")

    monkeypatch.setattr("requests.Session.request", broken)
    with pytest.raises(CommandError, match=r"Crossref .* cannot be read"):
        crossref_work(scene.web(), "10.5555/x")
    with pytest.raises(CommandError, match="cannot be read"):
        scene.web().status("http://127.0.0.1:9/")


def test_all_tries_of_a_question_have_one_limit(scene: Scene) -> None:
    scene.services.answer("/", drip)
    start = time.monotonic()
    with pytest.raises(CommandError, match="Crossref is too slow"):
        crossref_work(scene.web(tries=50, patience=0.2), "10.5555/x")
    assert len(scene.services.asked) == 1
    assert time.monotonic() - start < 5


def test_no_pause_is_longer_than_what_is_left(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    scene.services.fail("/", 503, Retry_After="20")
    with pytest.raises(CommandError, match="Crossref is out of order"):
        crossref_work(scene.web(tries=3, patience=10.0, pause=1.0), "10.5555/x")
    assert pauses == []
    assert len(scene.services.asked) == 1


def test_a_link_that_drips_has_the_same_limit(scene: Scene) -> None:
    def slow(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not handler.server.services.released.wait(0.01):
            handler.wfile.write(b"x")

    scene.services.answer("/", slow)
    with pytest.raises(CommandError, match="is too slow"):
        scene.web(patience=0.2).status(f"{scene.services.base}/x")
