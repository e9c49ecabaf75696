"""The directive: what its options and its body select, and how the list is laid out."""

from __future__ import annotations

import json
import re
from textwrap import dedent

import pytest
from bs4 import Tag

from .. import CONF
from ..conftest import Build, Project

REFS = r"""
@article{old, author = {Bellec, Guillaume and Maass, Wolfgang}, title = {An old {PyTorch} paper},
  journal = {Journal}, year = {2018}, month = nov, author+an = {1=equal; 2=equal}}
@inproceedings{first, author = {Maass, Wolfgang}, title = {First of two}, booktitle = {Proc},
  year = {2020}, selected = {true}}
@inproceedings{second, author = {Maass, Wolfgang}, title = {Second of two}, booktitle = {Proc},
  year = {2020}, keywords = {spiking, selected}}
@inproceedings{early, author = {Maass, Wolfgang}, title = {Early in 2018}, booktitle = {Proc},
  year = {2018}, month = apr}
@software{tool, author = {{The Team}}, title = {A tool}, date = {2021-05-03}}
"""


@pytest.fixture
def refs(project: Project) -> Project:
    project.write(refs_bib=REFS)
    return project


def keys(build: Build, page: str = "index") -> list[str]:
    return [str(item["id"]) for item in build.html(page).select("ul.publications > li")]


def test_lists_newest_first_under_year_headings(refs: Project) -> None:
    build = refs.build()
    assert build.warnings == []
    page = build.html()
    headings = [heading.find(string=True) for heading in page.select("section h2")]
    assert headings == ["2021", "2020", "2018"]
    assert keys(build) == ["tool", "first", "second", "old", "early"]
    years = {section["id"]: section for section in page.select("section[id^=year-]")}
    assert set(years) == {"year-2021", "year-2020", "year-2018"}
    assert [li["id"] for li in years["year-2020"].select("li")] == ["first", "second"]


def test_years_stand_in_the_table_of_contents(refs: Project) -> None:
    page = refs.build().html()
    links = {link["href"] for link in page.select("a")}
    assert {"#year-2021", "#year-2020", "#year-2018"} <= links


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(":limit: 2", ["tool", "first"], id="limit"),
        pytest.param(":selected:", ["first", "second"], id="selected"),
        pytest.param(":filter: year >= 2020", ["tool", "first", "second"], id="year as number"),
        pytest.param(':filter: year == "2018"', ["old", "early"], id="year as text"),
        pytest.param(':filter: type == "software"', ["tool"], id="type"),
        pytest.param(':filter: author % "bellec"', ["old"], id="author"),
        pytest.param(":limit: 0", [], id="nothing"),
        pytest.param("\nold\ntool", ["old", "tool"], id="keys"),
        pytest.param("\nold\ntool, OLD\nold", ["old", "tool"], id="a key twice"),
        pytest.param("\ntool, OLD", ["tool", "old"], id="keys in one line"),
    ],
)
def test_options_select(refs: Project, options: str, expected: list[str]) -> None:
    refs.write(index_md=f"# Home\n\n```{{publications}}\n:group-by: none\n{options}\n```\n")
    build = refs.build()
    assert build.warnings == []
    assert keys(build) == expected
    assert not build.html().select("section h2")


def test_groups_by_type(refs: Project) -> None:
    refs.write(index_md="# Home\n\n```{publications}\n:group-by: type\n```\n")
    build = refs.build("text")
    assert build.warnings == []
    headings = [line for line in build.text().splitlines() if line[:1].isupper()]
    assert headings[1:4] == ["Journal articles", "Conference papers", "Software and data"]


def test_groups_as_the_configuration_says(refs: Project) -> None:
    lists = ["", ":group-by: letter\n", "\nold\n"]
    pages = [f"## List\n\n```{{publications}}\n{options}```\n" for options in lists]
    refs.write(index_md="# Home\n\n" + "\n".join(pages))
    build = refs.build("text", confoverrides={"publications_group_by": "type"})
    assert build.warnings == []
    by_type, by_letter, keys_ = build.text().split("List\n====")[1:]
    assert "Journal articles\n" in by_type
    assert "Journal articles\n" not in by_letter
    assert "Journal articles\n" not in keys_


def test_groups_that_there_are_not_are_told(refs: Project) -> None:
    refs.write(index_md="# Home\n\n```{publications}\n```\n")
    refs.write(conf_py=f'{CONF}\npublications_group_by = "topic"\n')
    build = refs.build("text")
    assert build.warnings == [
        f"conf.py:{CONF.count(chr(10)) + 2}: WARNING: publications_group_by = 'topic' is left out; "
        "write 'year', 'type', 'letter' or 'none' [publications.option]"
    ]
    assert "\n2018\n" in build.text()


def test_a_list_of_the_cited(refs: Project) -> None:
    refs.write(
        index_md="# Home\n\n```{publications}\n:filter: cited\n```\n\n"
        "```{toctree}\nother\nall\n```\n",
        other_md="# Other\n\nSee {cite}`first` and {cite}`tool`.\n",
        all_md="# All\n\n```{publications}\n```\n",
    )
    build = refs.build()
    assert build.warnings == []
    assert keys(build) == ["tool", "first"]


def test_a_citation_leads_to_the_list_on_its_page(refs: Project) -> None:
    refs.write(
        index_md="# Home\n\nSee {cite}`old`.\n\n```{publications}\n:limit: 2\n```\n\n"
        "```{publications}\nold\n```\n\n```{toctree}\nfull\n```\n",
        full_md="# Full\n\n```{publications}\n```\n",
    )
    build = refs.build()
    assert build.warnings == []
    assert keys(build) == ["tool", "first", "old"]
    assert keys(build, "full") == ["tool", "first", "second", "old", "early"]
    citation = build.html().select_one(".bibtex-citation a")
    assert isinstance(citation, Tag)
    assert citation["href"] == "#old"


def test_two_lists_on_one_page_keep_anchors_apart(refs: Project) -> None:
    refs.write(index_md="# Home\n\n```{publications}\ntool\n```\n\n```{publications}\n```\n")
    build = refs.build()
    assert build.warnings == []
    ids = [str(tag["id"]) for tag in build.html().select("[id]")]
    assert len(ids) == len(set(ids))


def test_disjoint_lists_are_both_citable(refs: Project) -> None:
    refs.write(
        index_md="# A\n\n```{publications}\n:filter: year == 2020\n```\n\n{cite}`old,first`\n\n"
        "```{toctree}\nb\n```\n",
        b_md="# B\n\n```{publications}\n:filter: year != 2020\n```\n",
    )
    build = refs.build()
    assert build.warnings == []
    links = {str(a["href"]) for a in build.html().select(".bibtex-citation a")}
    assert links == {"b.html#old", "#first"}


def test_inside_other_directives_headings_are_rubrics(refs: Project) -> None:
    refs.write(index_md="# Home\n\n````{note}\n```{publications}\n```\n````\n")
    build = refs.build()
    assert build.warnings == []
    rubrics = [rubric.get_text() for rubric in build.html().select(".rubric")]
    assert rubrics == ["2021", "2020", "2018"]


def test_restructured_text_works_as_well(refs: Project) -> None:
    (refs.source / "index.md").unlink()
    refs.write(
        index_rst="""
        Home
        ====

        See :cite:`old`.

        .. publications::
           :limit: 1

        .. publications::
        """
    )
    build = refs.build()
    assert build.warnings == []
    assert [h.find(string=True) for h in build.html().select("section h2")][-3:] == [
        "2021",
        "2020",
        "2018",
    ]


def test_an_entry_that_only_serves_others_is_in_no_list(project: Project) -> None:
    lists = "".join(
        f"```{{bibliography}}\n:all:\n:list: bullet\n:style: {style}\n```\n\n"
        for style in ("equal_plain", "equal_unsrt", "equal_alpha", "plain", "publications")
    )
    project.write(
        refs_bib="@xdata{x, publisher = {P}}\n@set{both, entryset = {b}}\n"
        "@book{b, author = {One, Ann}, title = {B}, year = 2020, xdata = {x}}\n",
        index_md=f"# Home\n\n{lists}\n```{{publications}}\nb\nx\nboth\n```\n",
    )
    build = project.build()
    assert [re.findall(r"'(\w+)' is @(\w+)", line) for line in build.warnings] == [
        [("x", "xdata")],
        [("both", "set")],
    ]
    assert [tag["id"] for tag in build.html().select("ul.publications > li")] == ["b"]
    assert build.html().get_text().count("P, 2020") >= 2
    assert "both" not in build.html().get_text()


@pytest.mark.parametrize(
    ("options", "warning"),
    [
        (
            "tol",
            "index.md:3: WARNING: no entry has the key 'tol'; did you mean 'tool'?",
        ),
        (
            ":filter: year >",
            "index.md:3: WARNING: :filter: 'year >' is no expression: invalid syntax; "
            "all entries are listed",
        ),
        (
            ':filter: title % "("',
            "index.md:3: WARNING: :filter: 'title % \"(\"' cannot be evaluated: missing ), "
            "unterminated subpattern at position 0; all entries are listed",
        ),
    ],
    ids=["unknown key", "no expression", "bad pattern"],
)
def test_a_slip_is_one_warning_with_its_line(refs: Project, options: str, warning: str) -> None:
    refs.write(index_md=f"# Home\n\n```{{publications}}\n{options}\n```\n\nThe end.\n")
    build = refs.build()
    assert build.warnings == [f"{warning} [publications.option]"]
    assert "The end." in build.html().get_text()


def test_an_unknown_file_is_one_warning(refs: Project) -> None:
    refs.write(index_md="# Home\n\n```{publications} other.bib refs.bib\n```\n")
    build = refs.build()
    assert build.warnings == [
        "index.md:3: WARNING: other.bib is not among bibtex_bibfiles in conf.py; "
        "add it there [publications.option]"
    ]
    assert len(keys(build)) == 5


def test_an_unknown_citation_is_one_warning(refs: Project) -> None:
    refs.write(index_md="# Home\n\n```{publications}\n```\n\nAs in {cite}`olde`.\n")
    build = refs.build()
    assert build.warnings == [
        'index.md:6: WARNING: could not find bibtex key "olde"; '
        "did you mean 'old'? [bibtex.key_not_found]"
    ]
    assert len(keys(build)) == 5


def test_slips_in_an_entry_are_warnings_with_their_lines(project: Project) -> None:
    project.write(
        refs_bib=dedent("""
        @article{good, author = {A. One}, title = {Good}, journal = {J}, year = 2020}

        @article{bad,
          author    = {One, A. and Two*, B.},
          author+an = {1=equal; 3=equal; 1=foo},
          title     = {Bad},
          year      = {soon},
          code      = {javascript:alert(1)},
        }
        """).lstrip()
    )
    build = project.build()
    assert build.warnings == [
        "refs.bib:5: WARNING: bad: author+an gives 1= twice, of which BibLaTeX keeps the last; "
        "write 1=one,other [publications.annotation]",
        "refs.bib:5: WARNING: bad: author+an speaks of author 3, but the entry has 2 "
        "[publications.annotation]",
        "refs.bib:5: WARNING: bad: 'foo' in author+an is not known; use one of equal, equal2, "
        "equal3, corresponding, highlight, me, self, visible or add it to publications_marks "
        "[publications.annotation]",
        "refs.bib:5: WARNING: bad: only one author is marked 'equal'; equal contribution takes "
        "two [publications.annotation]",
        "refs.bib:7: WARNING: bad: 'soon' is no year; write year = {2024}, "
        "or pubstate = {inpress} for what is yet to appear [publications.invalid_date]",
        "refs.bib:8: WARNING: bad: code = {javascript:alert(1)} is no http, https or mailto "
        "address and is left out; write the whole address [publications.unsafe_link]",
        "refs.bib:3: WARNING: bad: where it appeared is missing; add journal = {…} "
        "[publications.missing_field]",
    ]
    assert (
        "refs.bib:4: note: bad: '*' stands in the name 'B. Two' and says nothing but "
        "'marked by the authors'; write what it means, as in "
        "annotation = {* Corresponding author}, author+an = {…=corresponding}, or for all entries "
        'publications_typed_marks = {"*": "corresponding"} in conf.py'
    ) in build.notes
    assert keys(build) == ["good", "bad"]
    assert not build.html().select("#bad .publication-venue a")


def test_one_kind_of_warning_can_be_silenced(project: Project) -> None:
    project.write(refs_bib="@misc{a, title = {T}, code = {x}}\n@misc{a, title = {Other}}")
    silenced = ["publications.missing_field", "publications.unsafe_link"]
    (warning,) = project.build(confoverrides={"suppress_warnings": silenced}).warnings
    assert warning.endswith("[publications.duplicate_key]")


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        (
            {"publications_marks": {"equal": "*"}},
            "conf.py:1: WARNING: publications_marks['equal'] = '*' is left out; "
            "write a symbol and its meaning: ('*', 'equal contribution')",
        ),
        (
            {"publications_style": "fancy"},
            "index.md:3: WARNING: there is no style 'fancy'; "
            "write one of publications, equal_plain, equal_unsrt, equal_alpha",
        ),
    ],
    ids=["marks", "style"],
)
def test_a_slip_in_the_configuration_is_one_warning(
    refs: Project, values: dict[str, object], warning: str
) -> None:
    build = refs.build(confoverrides=values)
    assert build.warnings == [f"{warning} [publications.option]"]
    assert len(keys(build)) == 5


def test_three_thousand_authors_are_shown(project: Project) -> None:
    people = " and ".join(f"Ann Name{number}" for number in range(3000))
    project.write(refs_bib=f"@misc{{a, author = {{{people}}}, title = {{T}}, year = 2020}}")
    build = project.build()
    assert build.warnings == []
    summary = build.html().select_one("#a summary")
    assert summary is not None
    assert summary.get_text().endswith("all 3000 authors")
    assert "Name1500" in str(build.html().select_one("#a"))


def test_warnings_come_again_with_every_build(project: Project) -> None:
    project.write(refs_bib="@misc{a, author = {A. One}, year = 2020}")
    expected = [
        "refs.bib:1: WARNING: a: the title is missing; add title = {…} [publications.missing_field]"
    ]
    assert project.build().warnings == expected
    assert project.build().warnings == expected


def test_a_body_of_blank_lines_is_none(refs: Project) -> None:
    refs.write(index_md="# H\n\n```{publications}\n```\n")
    whole = keys(refs.build())
    refs.write(index_md="# H\n\n```{publications}\n\n\n```\n")
    assert keys(refs.build()) == whole


def test_anchors_of_stock_lead_to_the_entries_too(refs: Project) -> None:
    conf = (refs.source / "conf.py").read_text(encoding="utf-8")
    refs.write(conf_py=f'{conf}bibtex_cite_id = "cite-{{key}}"\n')
    page = refs.build().html()
    entries = page.select("ul.publications > li")
    assert entries
    for entry in entries:
        assert entry.select_one(f"#cite-{entry['id']}") is not None
    assert len({tag["id"] for tag in page.select("[id]")}) == len(page.select("[id]"))


NUMBERED = """
# Home

See {cite}`tool` and {cite}`old`.

```{publications}
:list: enumerated
:labelprefix: J
:filter: year >= 2020
```

```{publications}
:list: enumerated
:labelprefix: J
:start: continue
:filter: year < 2020
:group-by: none
```

```{toctree}
down
```
"""
DOWN = """
# Down

```{publications}
:list: enumerated
:reversed:
:group-by: type year
:headings: software, Conference papers
:style: unsrt
```
"""


def numbers(build: Build, page: str = "index") -> list[str]:
    """Return the number and the key of each entry, in the order of the page."""
    items = build.html(page).select("ul.publications > li")
    labels = [item.select_one(".publication-label") for item in items]
    return [
        f"{label.get_text() if label else ''} {item['id']}"
        for item, label in zip(items, labels, strict=True)
    ]


def test_entries_are_numbered_up_and_down(refs: Project) -> None:
    refs.write(index_md=NUMBERED, down_md=DOWN)
    build = refs.build()
    assert build.warnings == []
    up = ["J1. tool", "J2. first", "J3. second", "J4. old", "J5. early"]
    assert numbers(build) == up
    assert numbers(build, "down") == ["5. tool", "4. first", "3. second", "2. early", "1. old"]
    cited = [link.get_text() for link in build.html().select(".bibtex-citation")]
    assert cited == ["[J1]", "[J4]"]
    title = build.html().select_one("#tool .publication-title")
    assert isinstance(title, Tag)
    assert title.get_text().startswith("J1. A tool")
    # The number is no part of the link.
    assert next(a.get_text() for a in title.select("a")) == "A tool"


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man"])
def test_numbers_are_the_same_in_every_format(refs: Project, builder: str) -> None:
    conf = 'man_pages = [("index", "home", "Home", "Me", 1)]\nepub_show_urls = "no"\nversion = "1"'
    refs.write(
        index_md=NUMBERED, down_md=DOWN, conf_py=f"{CONF}\nauthor = copyright = 'Me'\n{conf}"
    )
    build = refs.build(builder)
    file = {"text": "index.txt", "epub": "index.xhtml", "man": "home.1"}.get(builder)
    found = build.app.outdir / file if file else next(build.app.outdir.glob("*.tex"))
    text = found.read_text(encoding="utf-8")
    assert re.findall(r"\bJ\d(?=\.[ }])", text) == ["J1", "J2", "J3", "J4", "J5"]
    if builder == "text":
        assert "\n   J1. A tool\n       The Team\n" in text
    if builder == "latex":
        assert r"\item[{J1.}] " in text


def test_numbers_follow_what_is_listed(refs: Project) -> None:
    cited = "```{publications}\n:list: enumerated\n:filter: cited\n:group-by: none\n```\n"
    refs.write(index_md=f"# Home\n\n{{cite}}`second,early`\n\n{cited}")
    assert numbers(refs.build()) == ["1. second", "2. early"]
    refs.write(index_md=f"# Home\n\n{{cite}}`tool,second,early`\n\n{cited}")
    assert numbers(refs.build()) == ["1. tool", "2. second", "3. early"]
    labels = ":list: citation\n:labelprefix: X\n:limit: 2\n:group-by: none"
    refs.write(index_md=f"# Home\n\n```{{publications}}\n{labels}\n```\n")
    assert numbers(refs.build()) == ["[XTT21] tool", "[XMaa20] first"]
    labels = ":list: bullet\n:style: plain\n:limit: 2"
    refs.write(index_md=f"# Home\n\n```{{publications}}\n{labels}\n```\n")
    assert numbers(refs.build()) == [" first", " tool"]


def test_what_numbers_nothing_is_told(refs: Project) -> None:
    lines = ":reversed:\n:enumtype: arabic\n:headings: Bookz, article"
    refs.write(index_md=f"# Home\n\n```{{publications}}\n{lines}\n```\n")
    assert refs.build().warnings == [
        "index.md:3: WARNING: there is no option :enumtype:; remove it, since numbers are in "
        "figures [publications.option]",
        "index.md:3: WARNING: :headings: there is no heading 'Bookz'; did you mean 'book'? "
        "[publications.option]",
        "index.md:3: WARNING: :start: and :reversed: number nothing; add :list: enumerated "
        "[publications.option]",
    ]


def test_groups_are_within_groups(refs: Project) -> None:
    listed = "```{publications}\n:group-by: year type\n```\n"
    inside = f"````{{note}}\n{listed}````\n"
    cited = listed.replace(":group", ":filter: cited\n:group")
    refs.write(
        index_md=f"# Home\n\n{{cite}}`tool`\n\n{cited}\n```{{toctree}}\nall\nin\n```\n",
        all_md=f"# All\n\n{listed}",
        in_md=f"# In\n\n{inside}",
    )
    build = refs.build()
    assert build.warnings == []
    headings = [h.find(string=True) for h in build.html("all").select("section section :is(h2,h3)")]
    types = ["Conference papers", "Journal articles"]
    assert headings == ["2021", "Software and data", "2020", types[0], "2018", *reversed(types)]
    assert keys(build, "all") == ["tool", "first", "second", "old", "early"]
    inner = build.html("all").select_one("#year-2018 #year-2018-type-conference-papers")
    assert isinstance(inner, Tag)
    assert [li["id"] for li in inner.select(".publications > li")] == ["early"]
    # An empty group goes with those around it.
    cited_groups = build.html().select("section section :is(h2, h3)")
    assert [h.find(string=True) for h in cited_groups] == ["2021", "Software and data"]
    rubrics = [rubric.get_text() for rubric in build.html("in").select(".rubric")]
    assert rubrics == headings
    contents = {str(link["href"]) for link in build.html().select(".toctree-wrapper a")}
    assert "all.html#year-2018-type-conference-papers" in contents


def test_a_split_list_of_groups_within_groups_has_a_page_for_each_outer_one(refs: Project) -> None:
    refs.write(index_md="# Home\n\n```{publications}\n:group-by: year type\n```\n")
    build = refs.build(confoverrides={"publications_split_from": 2})
    assert build.warnings == []
    pages = sorted(path.name for path in (build.app.outdir / "publications").glob("year-*.html"))
    assert pages == ["year-2018.html", "year-2020.html", "year-2021.html"]
    assert keys(build, "publications/year-2018") == ["old", "early"]
    leads = [link["href"] for link in build.html().select(".publications-group a")]
    assert set(leads) == {f"publications/{name}" for name in pages}


def test_titles_and_names_stand_in_two_languages(project: Project) -> None:
    project.write(
        refs_bib="""
        @article{a, author = {Yamada, Taro and Sample, Ben}, author+an = {1=equal; 2=equal},
          author+an:native = {1="山田 太郎"}, title = {Water}, journal = {J}, year = {2020},
          title+an:translation = {="水 \\& <i>more</i>"}}
        @misc{b, author = {Sample, Ben}, author+an:native = {2="誰"}, title = {B}, year = {2019}}
        """
    )
    build = project.build()
    (told,) = build.warnings
    assert "b: author+an:native speaks of author 2, but the entry has 1" in told
    item = build.html().select_one("#a")
    assert isinstance(item, Tag)
    shown = [line.get_text().replace("\N{NO-BREAK SPACE}", " ") for line in item.select(".line")]
    lines = [text.partition("¶")[0].strip() for text in shown]
    assert lines[:2] == ["Water [水 & more]", "T Yamada 山田 太郎*, B Sample*"]
    page = build.html("publications/a").select_one(".publication-authors")
    assert isinstance(page, Tag)
    assert (
        page.get_text().replace("\N{NO-BREAK SPACE}", " ") == "Taro Yamada 山田 太郎*, Ben Sample*"
    )
    assert "水 & more" in build.html("publications/a").select(".publication-note")[0].get_text()
    files = {
        s: (build.app.outdir / f"publications/a.{s}").read_text("utf-8") for s in ("xml", "bib")
    }
    assert "<string-name>山田 太郎</string-name>" in files["xml"]
    assert "<trans-title>水 &amp; more</trans-title>" in files["xml"]
    assert "山田" not in files["bib"]
    data = json.loads(str(build.html("publications/a").select("script[type*=ld]")[0].string))
    assert '"alternateName": "山田 太郎"' in json.dumps(data, ensure_ascii=False)
