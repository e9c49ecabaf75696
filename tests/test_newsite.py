"""A site becomes another person's: `make new`; tests/test_your_year.py builds one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from conf_check import slips
from newsite.__main__ import (
    NotDoneError,
    ask,
    main,
    read_pages,
    read_profiles,
    split_name,
)

pytestmark = pytest.mark.machinery
FORMER = """# Whose page this is

family, given = "Former", "Old"
github = "former"
address = "https://former.example/"

# The site

language = "en"
html_context = {"github_version": "master"}
"""
FLAGS = {"MAKEFLAGS": r" -- NAME=Ada\ Nowhere PAGES=talks FROM=x YES=1 ADDRESS=y PROFILES=z"}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A repository of a former owner."""
    folder = tmp_path / "site"
    files = {
        "conf.py": FORMER,
        "README.md": '# Homepage of Old Former\n\n<img src="docs/x.png">\n\nYours.\n',
        "CHANGELOG.md": "Old",
        "index.md": "Old",
        "fr/seite.md": "Old",
        "refs.bib": "@misc{old}",
        "cv.pdf": "Old",
        "files/poster.pdf": "Old",
        "_static/portrait.svg": "Old",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "init", "-qb", "main")
    git(folder, "remote", "add", "origin", "git@github.com:ada/homepage.git")
    commit(folder)
    return folder


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x")


def written(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_the_former_owner_is_gone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(here, {**FLAGS, "NAME": "Ada Nowhere", "PAGES": "talks, publications", "HOME": "x"})
    assert written(here) == {
        *("conf.py", "README.md", "CHANGELOG.md", "index.md", "publications.md", "talks.md"),
        *("refs.bib", "_static/favicon.svg"),
    }
    conf = (here / "conf.py").read_text(encoding="utf-8")
    assert 'family, given = "Nowhere", "Ada"' in conf
    assert 'address = "https://ada.github.io/homepage/"' in conf
    assert (conf.count("former"), conf.count('"github_version": "main"')) == (0, 1)
    assert list(slips(conf)) == []
    assert (here / "README.md").read_text() == "# Homepage of Ada Nowhere\n\nYours.\n"
    assert ">A<" in (here / "_static" / "favicon.svg").read_text()
    for name, title in (("index", ""), ("talks", "Talks: "), ("publications", "Publications: ")):
        head = (here / f"{name}.md").read_text().split("---")[1]
        told = yaml.safe_load(head)["myst"]["html_meta"]["description"]
        assert told.startswith(f"{title}Ada Nowhere")
    said = capsys.readouterr().out
    assert "Removed: " in said
    assert "files/poster.pdf" in said


def test_nothing_is_lost_that_git_does_not_have(here: Path) -> None:
    (here / "index.md").write_text("Mine")
    before = written(here)
    with pytest.raises(NotDoneError, match=r"commit or remove index\.md first"):
        main(here, {**FLAGS, "NAME": "Ada Nowhere"})
    assert written(here) == before
    assert (here / "index.md").read_text() == "Mine"
    main(here, {**FLAGS, "NAME": "Ada Nowhere", "YES": "1"})
    assert "# Ada Nowhere" in (here / "index.md").read_text()


def test_what_git_does_not_track_is_asked_for(here: Path) -> None:
    subprocess.run(["rm", "-rf", str(here / ".git")], check=True)
    with pytest.raises(NotDoneError, match="YES=1"):
        main(here, {**FLAGS, "NAME": "Ada Nowhere"})


def test_questions_have_answers_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return "Ada" if question.startswith("Your name") else ""

    monkeypatch.setattr("builtins.input", answer)
    said = ask({"POSITION": "Postdoc"}, {"PAGES": "talks"})
    assert (said["NAME"], said["POSITION"], said["PAGES"], said["ADDRESS"]) == (
        "Ada", "Postdoc", "talks", "",
    )  # fmt: skip
    assert len(asked) == 6
    assert asked[-1].endswith(" [talks]: ")


def test_a_name_of_the_machine_is_no_answer(here: Path) -> None:
    with pytest.raises(NotDoneError, match="nobody answers"):
        main(here, {"NAME": "DESKTOP-1", "MAKEFLAGS": ""})


def test_an_unknown_page_changes_nothing(here: Path) -> None:
    with pytest.raises(NotDoneError, match="tolks is no page; there are publications, talks"):
        main(here, {**FLAGS, "NAME": "Ada Nowhere", "PAGES": "tolks"})
    assert (here / "index.md").read_text() == "Old"
    assert read_pages(" cv,Talks ") == ["talks", "cv"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Nowhere", ("Nowhere", "Ada")),
        ("Ada B. de la Cruz", ("de la Cruz", "Ada B.")),
        ("Ó Súilleabháin, Muiris", ("Ó Súilleabháin", "Muiris")),
        ("Plato", ("Plato", "")),
        ("Nowhere, Jr., Ben", ("Nowhere Jr.", "Ben")),
        ("見本 花子", ("見本", "花子")),
        ("", ("", "")),
    ],
)
def test_a_name_has_two_parts(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


def test_a_name_stands_in_the_order_of_its_script(here: Path) -> None:
    main(here, {**FLAGS, "NAME": "見本, 花子"})
    said: dict[str, str] = {}
    lines = (here / "conf.py").read_text(encoding="utf-8").splitlines()
    exec("\n".join(line for line in lines if line.startswith(("family,", "owner"))), said)
    assert said["owner"] == "見本 花子"
    assert "\n# 見本 花子\n" in (here / "index.md").read_text(encoding="utf-8")
    assert ">見<" in (here / "_static" / "favicon.svg").read_text(encoding="utf-8")


def test_profiles_have_labels_and_icons() -> None:
    text = "0000-0002-1825-0097 github.com/ada, https://m.example/@ada https://x.example/1"
    assert read_profiles(text) == {
        "ORCID": ("https://orcid.org/0000-0002-1825-0097", "orcid"),
        "GitHub": ("https://github.com/ada", "github"),
        "Mastodon": ("https://m.example/@ada", "mastodon"),
        "x.example": ("https://x.example/1", "fa-solid fa-link"),
    }
    assert read_profiles("github.com/a github.com/b").keys() == {"GitHub", "GitHub (github.com)"}


def test_a_site_of_al_folio(here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "old"
    files = {
        "_config.yml": "first_name: Ada\nmiddle_name:\nlast_name: Nowhere\n"
        "url: https://old.example\nbaseurl: /ada\n"
        "github_username: ada\nscholar:\n  group_by: year\n",
        "_data/socials.yml": "orcid_id: 0000-0002-1825-0097 # mine\n# dblp_url:\n",
        "_data/coauthors.yml": '"sample":\n  - firstname: ["Ben"]\n    url: https://example.org/\n',
        "_bibliography/papers.bib": "---\n---\n@misc{one, pdf={one.pdf}}\n",
        "_pages/about.md": "About",
        "_news/a.md": "News",
        "assets/pdf/one.pdf": "PDF",
        "assets/img/prof_pic.jpg": "JPEG",
        "assets/img/publication_preview/one.png": "PNG",
    }
    for name, text in files.items():
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(text, encoding="utf-8")
    main(here, {**FLAGS, "FROM": str(old), "PAGES": "publications"})
    assert {"coauthors.yml", "portrait.jpg", "assets/one.pdf"} <= written(here)
    assert "assets/img/publication_preview/one.png" in written(here)
    assert (here / "refs.bib").read_text().endswith("@misc{one, pdf={one.pdf}}\n")
    conf = (here / "conf.py").read_text(encoding="utf-8")
    for line in (
        'family, given = "Nowhere", "Ada"',
        'address = "https://old.example/ada"',
        '    "GitHub": ("https://github.com/ada", "github"),',
        '    "ORCID": ("https://orcid.org/0000-0002-1825-0097", "orcid"),',
        'publications_people = "coauthors.yml"',
        'publications_files = "assets"',
    ):
        assert f"\n{line}\n" in conf
    assert f"Left in {old}, for you to copy: _pages/about.md, _news/a.md" in capsys.readouterr().out


def test_another_folder_is_no_site_of_al_folio(here: Path, tmp_path: Path) -> None:
    with pytest.raises(NotDoneError, match=r"has no _config\.yml"):
        main(here, {**FLAGS, "FROM": str(tmp_path)})
    assert (here / "index.md").read_text() == "Old"
