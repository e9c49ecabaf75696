"""Adding papers by what names them: what is asked, what is shown, what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_publications.acquire import CommandError
from sphinx_publications.acquire.add import add, named, numbers, read_marks
from sphinx_publications.acquire.entry_format import Marks

from . import answers
from .conftest import FILE, Scene, assert_facts

DOI = "10.5555/snail.2024.7"
HELIX = r"""@article{one2024helix,
  author       = {Öne, Ann Beatrice and van der Two, Ben and Three, Jr, Cy and {Snail Consortium}},
  author+an    = {1=equal; 2=equal; 3=corresponding},
  title        = {How \emph{Helix} snails learn: Hebbian rules \& {CO}$_{2}$ in {SpiNNaker} models},
  journal      = {Journal of Computational Neuroscience},
  shortjournal = {JCNS},
  volume       = {12},
  number       = {3},
  pages        = {101--119},
  date         = {2024-05-06},
  doi          = {10.5555/snail.2024.7},
  url          = {https://journals.example/snail/7},
  pdf          = {https://journals.example/snail/7.pdf},
  abstract     = {Snails are 50\% slower <than> hares when \emph{n} = 3.},
}

"""
MARKS = Marks((1, 2), (), (3,))


def run(scene: Scene, text: str, marks: Marks = Marks(), yes: bool = True) -> list[str]:  # noqa: B008
    session = scene.session(yes)
    return add(named(text, session), session, marks)


def test_a_doi_becomes_an_entry_in_the_form_of_the_file(scene: Scene) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    assert run(scene, f"https://doi.org/{DOI}", MARKS) == ["one2024helix"]
    # Nothing else is changed, and the remark before the first entry stays the first line.
    head, entries = FILE[: FILE.index("@article")], FILE[FILE.index("@article") :]
    assert scene.text == head + HELIX + entries
    assert [line[1:] for line in scene.said if line.startswith("+  ")] == HELIX.splitlines()[1:-2]
    assert scene.services.headers[0]["Accept"] == "application/vnd.citationstyles.csl+json"
    assert scene.complaints == []


@pytest.mark.parametrize(
    ("text", "part", "answer", "entry"),
    [
        (
            "https://www.biorxiv.org/content/10.1101/2023.01.02.500001v1",
            "/doi/10.1101",
            answers.BIORXIV,
            """
@misc{one2023helix,
  author       = {Öne, Ann Beatrice and Two, Ben},
  title        = {How {Helix} snails learn},
  date         = {2023-01-02},
  eprint       = {10.1101/2023.01.02.500001},
  eprinttype   = {biorxiv},
}
""",
        ),
        (
            "10.5072/zenodo.77",
            "/doi/10.5072",
            answers.DATACITE,
            r"""
@dataset{one2022shells,
  author       = {Öne, Ann and {Snail Archive}},
  title        = {Shells of 100\% organic snails},
  publisher    = {Zenodo},
  date         = {2022},
  doi          = {10.5072/zenodo.77},
  url          = {https://zenodo.example/records/77},
  abstract     = {Shells \& their spirals},
}
""",
        ),
        (
            "arXiv:2302.01234v2",
            "/arxiv/query",
            answers.arxiv(answers.arxiv_entry()),
            r"""
@misc{one2023learning,
  author       = {Öne, Ann B. and van der Two, Ben},
  title        = {Learning in snails},
  date         = {2023-02-03},
  eprint       = {2302.01234},
  eprinttype   = {arxiv},
  eprintclass  = {q-bio.NC},
  pdf          = {https://arxiv.org/pdf/2302.01234},
  code         = {https://github.com/invented/snails},
  abstract     = {We learn $x_1$ \& more. Code: https://github.com/invented/snails.},
}
""",
        ),
        (
            "https://hal.science/hal-09999999",
            "/hal/search/",
            answers.HAL,
            r"""
@article{one2021escargots,
  author       = {Öne, Ann and Éprès, Zoé},
  title        = {Des escargots \& des hommes},
  journal      = {Annals of Snails},
  volume       = {3},
  number       = {1},
  pages        = {1--9},
  date         = {2021-04},
  doi          = {10.5555/annals.3},
  eprint       = {hal-09999999},
  eprinttype   = {hal},
  pdf          = {https://hal.example/hal-09999999/file/a.pdf},
  abstract     = {On y parle d'escargots.},
}
""",
        ),
        (
            "https://openreview.net/forum?id=AbCdEfGhIj",
            "/openreview/notes",
            answers.OPENREVIEW,
            """
@inproceedings{one2023snails,
  author       = {Öne, Ann B. and Two, Ben},
  title        = {Snails Are Few-Shot Learners},
  booktitle    = {Advances in Neural Information Processing Systems},
  eventtitle   = {NeurIPS},
  date         = {2023},
  url          = {https://openreview.net/forum?id=AbCdEfGhIj},
  abstract     = {We show $O(n^2)$ snails.},
}
""",
        ),
        (
            "openreview:BJ_snail-1",
            "/openreview1/notes",
            answers.OPENREVIEW_1,
            """
@inproceedings{one2018old,
  author       = {Öne, Ann and Two, Ben},
  title        = {Old snails},
  booktitle    = {ICLR},
  date         = {2018},
  url          = {https://openreview.net/forum?id=BJ_snail-1},
  abstract     = {Snails.},
}
""",
        ),
        (
            "978-3-16-148410-0",
            "/openlibrary/api/books",
            answers.OPENLIBRARY,
            r"""
@book{one2009snails,
  author       = {Öne, Ann B.},
  title        = {Snails},
  subtitle     = {A life \& its shell},
  publisher    = {Invented Press},
  location     = {Graz},
  isbn         = {9783161484100},
  date         = {2009},
}
""",
        ),
    ],
    ids=["bioRxiv", "DataCite", "arXiv", "HAL", "OpenReview", "OpenReview 1", "ISBN"],
)
def test_each_service(scene: Scene, text: str, part: str, answer: object, entry: str) -> None:
    scene.services.answer(part, answer)
    assert len(run(scene, text)) == 1
    assert entry in scene.text
    assert scene.text.replace(entry, "", 1).split() == FILE.split()
    assert scene.complaints == []


def test_a_preprint_that_has_appeared_is_added_as_what_it_appeared_as(scene: Scene) -> None:
    entry = answers.arxiv_entry(title="How Helix snails learn", more=answers.ARXIV_DOI)
    scene.services.answer("/arxiv/query", answers.arxiv(entry))
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    assert run(scene, "2302.01234") == ["one2024helix"]
    assert "  eprint       = {2302.01234},\n  eprinttype   = {arxiv},\n" in scene.text
    assert "  journal      = {Journal of Computational Neuroscience},\n" in scene.text
    assert "  code         = {https://github.com/invented/snails},\n" in scene.text


def test_where_the_doi_of_a_preprint_leads_nowhere_the_preprint_is_added(scene: Scene) -> None:
    entry = answers.arxiv_entry(more=answers.ARXIV_DOI)
    scene.services.answer("/arxiv/query", answers.arxiv(entry))
    assert run(scene, "2302.01234") == ["one2023learning"]
    assert_facts(scene.complaints, [(DOI, "doi.org knows nothing")])


BIBTEX = """Some words before it.
@article{whatever_2024, title={Snail mail at 3 &lt; 5 km/h}, author={Ann Öne and Ben Two},
  year=2024, month=may, journal={Snail Post}, pages={1-9}, doi={https://doi.org/10.5555/mail},
  url={https://doi.org/10.5555/mail}, bdsk-url-1={x}, keywords={mail}}"""
RIS = """TY  - JOUR\r
AU  - Öne, Ann\r
AU  - Two, Ben\r
TI  - Snail mail\r
JO  - Snail Post\r
T2  - Snail Post\r
PY  - 2024\r
DA  - 2024/05/06\r
SP  - 1\r
EP  - 9\r
DO  - 10.5555/mail\r
ER  - \r
"""
CSL = """[{"id": "x", "type": "article-journal", "title": "Snail mail",
 "container-title": "Snail Post",
 "author": [{"family": "Öne", "given": "Ann"}, {"family": "Two", "given": "Ben"}], "page": "1-9",
 "issued": {"date-parts": [["2024", 5]]}, "DOI": "10.5555/mail"}]"""


@pytest.mark.parametrize("text", [BIBTEX, RIS, CSL], ids=["BibTeX", "RIS", "CSL-JSON"])
def test_a_file_of_another_program_is_added(scene: Scene, tmp_path: Path, text: str) -> None:
    file = tmp_path / "export.txt"
    file.write_text(text, encoding="utf-8", newline="")
    assert run(scene, str(file)) == ["one2024snail"]
    for line in (
        "  author       = {Öne, Ann and Two, Ben},",
        "  journal      = {Snail Post},",
        "  pages        = {1--9},",
        "  doi          = {10.5555/mail},",
        "  date         = {2024-05",
    ):
        assert line in scene.text
    assert "bdsk" not in scene.text
    assert scene.services.asked == []


def test_a_paper_of_google_scholar_gets_its_eprint(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "scholar.bib"
    file.write_text(
        '@article{one2023x, title={Snails}, author={{\\"O}ne, Ann},\n'
        " journal={arXiv preprint arXiv:2302.01234}, year={2023}}"
    )
    run(scene, str(file))
    assert "@misc{one2023snails,\n" in scene.text
    assert "  eprint       = {2302.01234},\n  eprinttype   = {arxiv},\n" in scene.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing of the kind", "neither BibTeX nor RIS nor CSL-JSON"),
        ('{"a": 1}', "not CSL-JSON"),
        ("[[[", "not CSL-JSON"),
        ("@article{x, year=2024}", "x has no title"),
        ("TY  - JOUR\nER  - \n", "RIS has no title"),
        ("", "empty"),
    ],
)
def test_a_file_without_a_paper_is_one_line(
    scene: Scene, tmp_path: Path, text: str, why: str
) -> None:
    file = tmp_path / "export.txt"
    file.write_text(text)
    with pytest.raises(CommandError) as failure:
        run(scene, str(file))
    assert_facts([str(failure.value)], [(why,)])
    assert scene.text == FILE


def test_what_names_no_paper_is_told(scene: Scene) -> None:
    with pytest.raises(CommandError, match=r"'One \(2024\)' is no DOI"):
        run(scene, "One (2024)")


@pytest.mark.parametrize("evil", ["1}, url = {javascript:x", "}", "{", "a\x1b]0;b"])
def test_no_value_of_a_service_writes_a_field_of_its_own(scene: Scene, evil: str) -> None:
    (item,) = answers.HAL["response"]["docs"]
    for name in ("halId_s", "publicationDate_s", "volume_s", "page_s", "doiId_s"):
        scene.services.answer("/hal/", {"response": {"docs": [{**item, name: evil}]}})
        why = ""
        try:
            run(scene, "hal-09999999")
        except CommandError as failure:
            why = str(failure)
        fields = name.replace("halId_s", "eprint"), "date"
        assert not why or ("braces" in why and why.startswith(fields))
        assert not why or scene.text == FILE
        assert "\x1b" not in scene.text
        assert "javascript" not in scene.text.replace(r"\textbraceleft{}javascript", "")
        scene.file.write_text(FILE, encoding="utf-8")
        for kept in scene.settings.cache.rglob("answers/*"):
            kept.unlink()


# One question.


def test_one_answer_says_yes_and_who_contributed_equally(scene: Scene) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    scene.answers = ["1,2; c3"]
    assert run(scene, DOI, yes=False) == ["one2024helix"]
    assert HELIX in scene.text
    assert len(scene.questions) == 1
    listed = [line for line in scene.said if line.startswith("    ")]
    assert listed == [
        "    1 Öne, Ann Beatrice", "    2 van der Two, Ben", "    3 Three, Jr, Cy",
        "    4 {Snail Consortium}",
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ["n", "", "no"])
def test_a_no_changes_nothing(scene: Scene, answer: str) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    scene.answers = [answer]
    assert run(scene, DOI, yes=False) == []
    assert scene.text == FILE
    assert len(scene.complaints) == 1


def test_what_is_not_understood_is_asked_again(scene: Scene) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    scene.answers = ["perhaps", "1,9", "1", "y"]
    assert run(scene, DOI, yes=False) == ["one2024helix"]
    assert_facts(scene.complaints, [("'perhaps'",), ("equal", "author 9", "4"), ("'1'",)])
    assert "author+an" not in scene.text


def test_where_nobody_answers_nothing_is_written(scene: Scene) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    with pytest.raises(CommandError, match="--yes"):
        run(scene, DOI, yes=False)
    assert scene.text == FILE


def test_marks_that_are_given_are_not_asked_for(scene: Scene) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    scene.answers = ["y"]
    run(scene, DOI, MARKS, yes=False)
    assert len(scene.questions) == 1
    assert "1,2" not in scene.questions[0]
    assert HELIX in scene.text


@pytest.mark.parametrize(
    ("answer", "marks"),
    [
        ("y", Marks()),
        ("1,2", Marks((1, 2))),
        ("y 1, 2", Marks((1, 2))),
        ("1,2;4,5", Marks((1, 2), (4, 5))),
        ("1,2 4,5 c3", Marks((1, 2), (4, 5), (3,))),
        ("corresponding 3,4", Marks((), (), (3, 4))),
        ("1", None),
        ("1,2;3,4;5,6", None),
        ("1,2 and so on", None),
        ("n", None),
    ],
)
def test_answers(answer: str, marks: Marks | None) -> None:
    assert read_marks(answer) == marks


def test_a_group_of_one_is_refused(scene: Scene) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    with pytest.raises(CommandError, match=r"equal .* author 1 "):
        run(scene, DOI, Marks((1,)))
    assert scene.text == FILE


@pytest.mark.parametrize(
    ("text", "found"), [("1,3-5", [1, 3, 4, 5]), ("all", [1, 2, 3, 4, 5, 6]), ("2 2", [2])]
)
def test_numbers(text: str, found: list[int]) -> None:
    assert list(numbers(text, 6)) == found


@pytest.mark.parametrize("text", ["7", "0", "x", "3-1", "1,"])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises(CommandError, match="from 1 to 6"):
        numbers(text, 6)


# What is there already.


def test_a_paper_that_is_there_is_completed_and_not_added(scene: Scene) -> None:
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    bare = FILE.replace("10.5555/slow", DOI)
    scene.file.write_text(bare, encoding="utf-8")
    assert run(scene, DOI, Marks((1, 2))) == ["one2022slow"]
    lines = scene.text.splitlines()
    added = [line for line in lines if line not in bare.splitlines()]
    assert added == [
        "  author+an    = {1=equal; 2=equal},",
        "  volume       = {12},",
        "  number       = {3},",
        "  pages        = {101--119},",
        "  url          = {https://journals.example/snail/7},",
        "  pdf          = {https://journals.example/snail/7.pdf},",
        r"  abstract     = {Snails are 50\% slower <than> hares when \emph{n} = 3.},",
    ]
    # Nothing that is written is overwritten, and remarks stay where they are.
    assert [line for line in lines if line not in added] == bare.splitlines()
    assert lines.index(added[1]) == lines.index("  shortjournal = {JCNS},") + 1
    assert run(scene, DOI) == []
    assert scene.said[-1] == "one2022slow has all of it already."


@pytest.mark.parametrize(
    "known",
    [
        "@misc{k, author = {Öne, A.}, title = {{Learning} in Snails}, year = 2023}\n",
        "@misc{k, author = {B. Two}, title = {Other}, year = 2023, eprint = {2302.01234v1}}\n",
        "@misc{k, author = {B. Two}, title = {Other}, year = 2023, arxiv = {arXiv:2302.01234}}\n",
    ],
    ids=["title", "eprint", "arxiv"],
)
def test_a_paper_is_known_by_its_title_and_its_eprint(scene: Scene, known: str) -> None:
    scene.file.write_text(known, encoding="utf-8")
    scene.services.answer("/arxiv/query", answers.arxiv(answers.arxiv_entry()))
    assert run(scene, "2302.01234") == ["k"]
    assert scene.text.count("@") == 1
    assert scene.text.startswith(known[: known.index(", year")])
    assert scene.text.count("eprinttype") == ("arxiv = " not in known)
    assert "abstract = {We learn" in scene.text


def test_another_paper_with_the_same_title_is_added(scene: Scene) -> None:
    scene.file.write_text(
        "@article{k, author = {Öne, A.}, title = {How Helix snails learn: Hebbian rules \\& "
        "CO$_2$ in SpiNNaker models}, year = 2024, journal = {J}, doi = {10.5555/other}}\n",
        encoding="utf-8",
    )
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    assert run(scene, DOI) == ["one2024helix"]


def test_a_preprint_becomes_what_it_has_appeared_as(scene: Scene) -> None:
    scene.file.write_text(
        "@misc{mine,\n"
        "  author = {Öne, Ann Beatrice and Two, Ben},\n"
        "  title = {How Helix snails learn: Hebbian rules \\& CO$_2$ in SpiNNaker models},\n"
        "  year = {2023}, % first version\n"
        "  month = jan,\n"
        "  eprint = {10.1101/2023.01.02.500001},\n"
        "  eprinttype = {biorxiv}\n"
        "}\n",
        encoding="utf-8",
    )
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    assert run(scene, DOI) == ["mine"]
    assert "mine is there as a preprint, and has appeared:" in scene.said
    assert scene.text == (
        "@article{mine,\n"
        "  author = {Öne, Ann Beatrice and Two, Ben},\n"
        "  title = {How Helix snails learn: Hebbian rules \\& CO$_2$ in SpiNNaker models},\n"
        "  journal = {The Journal of Computational Neuroscience},\n"
        "  volume = {12},\n"
        "  number = {3},\n"
        "  pages = {101--119},\n"
        "  date = {2024-05-06}, % first version\n"
        "  doi = {10.5555/snail.2024.7},\n"
        "  eprint = {10.1101/2023.01.02.500001},\n"
        "  eprinttype = {biorxiv},\n"
        "  url = {https://journals.example/snail/7},\n"
        "  pdf = {https://journals.example/snail/7.pdf},\n"
        "  abstract = {Snails are 50\\% slower <than> hares when \\emph{n} = 3.}\n"
        "}\n"
    )


def test_an_entry_with_a_slip_is_not_touched(scene: Scene) -> None:
    broken = "@article{k,\n author = {A}\n title = {T},\n doi = {10.5555/snail.2024.7},\n}\n"
    scene.file.write_text(broken)
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    with pytest.raises(CommandError, match=r"refs.bib:1: k is not changed, since it is no clean"):
        run(scene, DOI)
    assert scene.text == broken


# Where it goes.


@pytest.mark.parametrize(
    ("before", "order"),
    [
        (["a2025", "b2023", "c2020"], ["a2025", "one2024helix", "b2023", "c2020"]),
        (["c2020", "b2023", "a2025"], ["c2020", "b2023", "one2024helix", "a2025"]),
        (["alpha", "beta", "zeta"], ["alpha", "beta", "one2024helix", "zeta"]),
        (
            ["b2023", "a2025", "c2020", "d2024"],
            ["b2023", "a2025", "c2020", "d2024", "one2024helix"],
        ),
        (["b2023"], ["one2024helix", "b2023"]),
        (["b2025"], ["b2025", "one2024helix"]),
        ([], ["one2024helix"]),
    ],
    ids=["newest first", "oldest first", "by key", "in no order", "older", "newer", "none"],
)
def test_a_new_entry_gets_into_the_order_of_the_file(
    scene: Scene, before: list[str], order: list[str]
) -> None:
    scene.file.write_text(
        "".join(
            f"@misc{{{key}, author = {{A B}}, title = {{T {key}}}, year = {key[1:] or 2000}}}\n"
            if key[1:].isdecimal()
            else f"@misc{{{key}, author = {{A B}}, title = {{T {key}}}, year = 2000}}\n"
            for key in before
        )
    )
    scene.services.answer(f"/doi/{DOI}", answers.CROSSREF)
    run(scene, DOI)
    found = [
        line[line.index("{") + 1 :].split(",")[0]
        for line in scene.text.splitlines()
        if line.startswith("@")
    ]
    assert found == order
