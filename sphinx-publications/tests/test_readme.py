"""The README's project is built as it stands there, and its tables are complete."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sphinx_publications.model.marks import MarkTable
from sphinx_publications.project.directive import PublicationsDirective
from warm_python import run_python

from . import PACKAGE

README = (PACKAGE / "README.md").read_text(encoding="utf-8")
FILES = {
    name: text
    for name, _, text in re.findall(
        r"`([\w.]+)`:\n\n(`{3,})\w+\n(.*?)\n\2\n", README, flags=re.DOTALL
    )
}


@pytest.mark.parametrize(("builder", "file"), [("html", "index.html"), ("text", "index.txt")])
def test_the_readmes_project_is_built(tmp_path: Path, builder: str, file: str) -> None:
    assert sorted(FILES) == ["conf.py", "index.md", "refs.bib"]
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "_build"
    done = run_python("-m", "sphinx", "-q", "-W", "-n", "-b", builder, tmp_path, out)
    assert (done.returncode, done.stderr) == (0, "")
    text = (out / file).read_text(encoding="utf-8")
    assert "equal contribution" in text
    if builder == "text":
        assert "How H₂O flows" in text
        assert "B Two*\n" in text
    else:
        assert (out / "publications" / "one2024.html").is_file()


def test_one_line_installs_the_package_wherever_one_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(PACKAGE / "docs" / "_ext")
    import installing

    conf = (PACKAGE / "docs" / "conf.py").read_text(encoding="utf-8")
    (found,) = (
        ast.literal_eval(node.value)
        for node in ast.parse(conf).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "install_from"
    )
    line = installing.line("all", "myst-parser", install_from=found)
    assert re.findall(r"pip install .*", README) == [line]
    root = PACKAGE.parent
    pages = [*root.glob("*.md"), *(root / "docs").glob("*.md"), *(PACKAGE / "docs").glob("*.md")]
    for page in pages:
        for written in re.findall(
            r"pip install [^`\n]*sphinx.publications[^`\n]*", page.read_text("utf-8")
        ):
            # By its name only what is installed already gets an extra; see start.md.
            assert page.name == "start.md", written
            assert re.match(r'pip install "(\./|sphinx-publications\[add\]"$)', written)


def test_the_readmes_project_is_short() -> None:
    lines = [line for text in FILES.values() for line in text.splitlines() if line]
    assert len(lines) <= 12


def test_every_option_of_a_list_is_in_the_readme() -> None:
    options = re.findall(r"^\| `:([\w-]+):` \|", README, flags=re.MULTILINE)
    assert options == list(PublicationsDirective.option_spec)


def test_the_table_of_marks_is_true() -> None:
    table = README.partition("| annotation | shows | means |\n")[2].partition("\n\n")[0]
    marks = MarkTable()
    told = set()
    for line in table.splitlines()[1:]:
        words, symbols, _ = line.strip("| ").split("|")
        found = [marks.for_word(word) for word in re.findall(r"`(\w+)`", words)]
        assert set(re.findall(r"`(.)`", symbols)) == {mark.symbol for mark in found if mark}
        told |= set(re.findall(r"`(\w+)`", words))
    assert set(marks.words) - told == {"self"}
