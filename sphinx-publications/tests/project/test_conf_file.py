"""What ``conf.py`` says, read without a build."""

from __future__ import annotations

from pathlib import Path

from sphinx_publications.project.conf_file import ConfFile, read_conf


def conf(folder: Path, text: str) -> ConfFile:
    (folder / "conf.py").write_text(text, encoding="utf-8")
    return read_conf(folder)


def test_files_front_page_and_settings_are_those_of_conf_py(tmp_path: Path) -> None:
    found = conf(
        tmp_path,
        'bibtex_bibfiles = ["a.bib", "b.bib"]\nbibtex_encoding = "latin-1"\n'
        'root_doc = "home"\npublications_files = "papers"\n',
    )
    assert found.files == [tmp_path / "a.bib", tmp_path / "b.bib"]
    assert (found.encoding, found.root_doc, found.slips) == ("latin-1", "home", ())
    assert found.config.files == "papers"


def test_without_conf_py_the_defaults_hold(tmp_path: Path) -> None:
    found = read_conf(tmp_path)
    assert found.files == [tmp_path / "refs.bib"]
    assert (found.root_doc, found.slips, found.pages) == ("index", (), ())


def test_a_value_of_a_wrong_type_is_the_default(tmp_path: Path) -> None:
    found = conf(tmp_path, "publications_files = 3\npublications_links = []\n")
    assert (found.config.files, dict(found.config.links)) == ("", {})
    # What needs the values does not raise.
    assert found.config.reading_options.files == ""


def test_a_conf_py_that_does_not_run_is_told_with_its_line(tmp_path: Path) -> None:
    (slip,) = conf(tmp_path, "a = 1\n\nb = 1 / 0\n").slips
    assert slip.startswith(f"{tmp_path / 'conf.py'}:3: ERROR: ")
    assert "ZeroDivisionError" in slip
    (slip,) = conf(tmp_path, "a = 1\nb = (\n").slips
    assert slip.startswith(f"{tmp_path / 'conf.py'}:2: ERROR: ")
