"""Names of pages: what any file system takes, and no two that clash."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_publications.web.pagination import page_names

KEYS = st.text(
    st.characters(exclude_characters='{},"#%~= \t\n\r', exclude_categories=["C", "Z"]), min_size=1
)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("bellec2018deep", "papers/bellec2018deep"),
        ("DBLP:conf/nips/BellecS18", "papers/DBLP-conf-nips-BellecS18"),
        ("müller_2020+x", "papers/muller_2020-x"),
        ("../../etc/passwd", "papers/etc-passwd"),
        (".htaccess", "papers/htaccess"),
        ("论文", "papers/entry"),
        ("x" * 400, "papers/" + "x" * 120),
    ],
)
def test_a_name_is_made_of_the_key(key: str, name: str) -> None:
    assert page_names([key], "papers") == {key: name}


@pytest.mark.parametrize("key", ["index", "Index", "con", "COM1"])
def test_what_means_something_else_is_avoided(key: str) -> None:
    assert re.fullmatch(rf"papers/{key}-[0-9a-f]{{8}}", page_names([key], "papers")[key])


@pytest.mark.parametrize("key", ["con.txt", "NUL.tar.gz", "lpt1.", "aux.x.y", "com9.pdf"])
def test_what_windows_takes_for_a_device_is_avoided_with_any_suffix(key: str) -> None:
    name = page_names([key], "papers")[key].removeprefix("papers/")
    assert re.fullmatch(r"(con|nul|lpt1|aux|com9)-[0-9a-f]{8}(\..*)?", name.lower())


def test_a_long_key_does_not_end_in_a_dot() -> None:
    key = "x" * 119 + ".y"
    assert page_names([key], "papers") == {key: "papers/" + "x" * 119}


def test_a_page_of_the_project_is_left_alone() -> None:
    assert page_names(["a"], "papers", {"papers/a"})["a"] != "papers/a"


@pytest.mark.parametrize(("key", "taken"), [("a", "papers/A"), ("A", "papers/a")])
def test_nor_is_one_that_differs_in_case_alone(key: str, taken: str) -> None:
    assert page_names([key], "papers", {taken})[key].lower() != taken.lower()


def test_a_name_does_not_depend_on_the_order_of_entries() -> None:
    keys = ["a/b", "a:b", "a-b", "A-B"]
    assert page_names(keys, "p") == page_names(keys[::-1], "p")
    assert page_names(keys, "p")["a-b" if "A-B" > "a-b" else "A-B"] in {"p/a-b", "p/A-B"}


@given(st.lists(KEYS, unique=True, max_size=30))
def test_no_two_names_clash(keys: list[str]) -> None:
    names = page_names(keys, "papers")
    assert sorted(names) == sorted(keys)
    assert len({name.lower() for name in names.values()}) == len(keys)
    for name in names.values():
        assert re.fullmatch(r"papers/[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}", name)
        assert not name.endswith(".")
