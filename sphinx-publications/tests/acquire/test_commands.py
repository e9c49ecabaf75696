"""The commands as the owner gives them: conf.py, exit codes, and one paper from DOI to page."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from sphinx_publications.project.cli import main
from warm_python import run_python

from .. import CONF
from ..conftest import Project
from . import answers
from .conftest import FILE, assert_facts
from .server import Services

DOI = "10.5555/snail.2024.7"


@pytest.fixture
def home(tmp_path: Path, services: Services, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that asks the services on loopback, and keeps what they say in its own folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "refs.bib").write_text(FILE, encoding="utf-8")
    conf = CONF.replace("Bellec, Guillaume", "Öne, Ann")
    (folder / "conf.py").write_text(f"{conf}\npublications_services = {services.addresses!r}\n")
    (folder / "index.md").write_text("# Home\n\n```{publications}\n```\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return folder


def run(folder: Path, *words: str, given: str = "") -> tuple[int, list[str], list[str]]:
    """Run a command in a folder; return its exit code and the lines that it says."""
    out, err = StringIO(), StringIO()
    with (
        chdir(folder), redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as m
    ):  # fmt: skip
        m.setattr(sys, "stdin", StringIO(given))
        try:
            code = main(list(words))
        except SystemExit as end:
            code = int(str(end.code))
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


def start(folder: Path, *words: str, given: str = "") -> tuple[int, list[str], list[str]]:
    """Run a command like `run`, but in a process of its own."""
    done = run_python("-m", "sphinx_publications", *words, cwd=folder, given=given)
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def test_a_paper_is_added_marked_checked_built_and_seen(
    home: Path, services: Services, project: Project
) -> None:
    services.answer(f"/doi/{DOI}", answers.CROSSREF)
    code, said, complaints = start(home, "add", DOI, given="1,2\n")
    assert (code, complaints) == (0, [])
    assert said[0] == "one2024helix is new:"
    assert said[-1].endswith("refs.bib: one2024helix is written.")
    assert run(home)[:2] == (0, ["3 entries, 0 problems, 0 hints"])
    project.source = home
    build = project.build()
    assert build.warnings == []
    first = build.html().select("ul.publications > li")[0]
    lines = [" ".join(line.get_text().split()) for line in first.select(".line")]
    assert lines[0].startswith("How Helix snails learn: Hebbian rules & CO₂ in SpiNNaker models")
    assert lines[1].startswith("AB Öne*, B van der Two*, C Three")
    assert lines[2].startswith("(JCNS 2024)")
    assert (Path(build.app.outdir) / "publications" / "one2024helix.html").is_file()


def test_no_is_an_answer_and_silence_is_none(home: Path, services: Services) -> None:
    services.answer(f"/doi/{DOI}", answers.CROSSREF)
    assert run(home, "add", DOI, given="n\n")[0] == 0
    code, _, complaints = run(home, "add", DOI)
    assert code == 1
    assert_facts(complaints, [("--yes",)])
    assert (home / "refs.bib").read_text(encoding="utf-8") == FILE


def test_several_are_added_and_one_that_is_not_known_is_told(
    home: Path, services: Services
) -> None:
    services.answer(f"/doi/{DOI}", answers.CROSSREF)
    services.answer("/hal/", answers.HAL)
    words = ["add", "--yes", "--equal", "1,2", "10.5555/none", DOI, "hal-09999999"]
    code, _, complaints = run(home, *words)
    assert code == 1
    assert_facts(complaints, [("doi.org knows nothing",)])
    text = (home / "refs.bib").read_text(encoding="utf-8")
    assert text.count("author+an    = {1=equal; 2=equal},") == 2


def test_another_file_can_be_named(home: Path, services: Services) -> None:
    services.answer(f"/doi/{DOI}", answers.CROSSREF)
    (home / "more.bib").write_text("")
    assert run(home, "add", "--yes", "--file", "more.bib", DOI)[0] == 0
    assert (home / "refs.bib").read_text(encoding="utf-8") == FILE
    assert (home / "more.bib").read_text(encoding="utf-8").startswith("@article{one2024helix,\n")


def test_what_was_asked_for_before_is_added_offline(home: Path, services: Services) -> None:
    services.answer(f"/doi/{DOI}", answers.CROSSREF)
    code, _, complaints = run(home, "add", "--yes", "--offline", DOI)
    assert code == 1
    assert_facts(complaints, [("doi.org", "--offline")])
    run(home, "add", DOI, given="n\n")
    services.answers.clear()
    assert run(home, "add", "--yes", "--offline", DOI)[0] == 0


def test_enrich_and_missing_are_commands(home: Path, services: Services) -> None:
    services.answer("/orcid/", answers.ORCID)
    services.answer(f"/doi/{DOI}", answers.CROSSREF)
    services.answer(
        "/crossref/works/10.5555", {"message": {**answers.CROSSREF, "DOI": "10.5555/slow"}}
    )
    code, said, complaints = run(home, "missing", "0000-0001-7568-4994", "--add", "1", "--yes")
    assert (code, complaints) == (0, [])
    assert said[0].startswith("  1 2024 How Helix snails learn")
    code, said, _ = run(home, "enrich", "one2022slow", "--yes")
    assert code == 0
    assert "+  pages        = {101--119}," in said
    code, _, complaints = run(home, "missing", "nobody")
    assert (code, len(complaints)) == (1, 1)


@pytest.mark.parametrize(
    ("words", "part", "facts"),
    [
        (["enrich", "one2022slow"], "/crossref/", ("Crossref",)),
        (["enrich", "one2022slow"], "/openalex/", ("OpenAlex",)),
        (["add", DOI], "/doi/", ("doi.org",)),
        (["add", "2302.01234"], "/doi/", (DOI, "doi.org")),
        (["missing", "0000-0001-7568-4994", "--add", "1"], "/orcid/", ("ORCID",)),
        (["missing", "0000-0001-7568-4994", "--add", "1"], "/doi/", ("1: doi.org",)),
    ],
)
def test_nonsense_of_a_service_is_one_line_and_an_exit_code(
    home: Path, services: Services, words: list[str], part: str, facts: tuple[str, ...]
) -> None:
    feed = answers.arxiv(answers.arxiv_entry(more=answers.ARXIV_DOI))
    item = {**answers.CROSSREF, "DOI": "10.5555/slow", "title": "A slow paper"}
    services.answer("/arxiv/", feed)
    services.answer("/orcid/", answers.ORCID)
    services.answer("/crossref/", {"message": item})
    services.answer("/openalex/", {**answers.OPENALEX, "doi": "https://doi.org/10.5555/slow"})
    services.answer(part, b"[]")
    code, _, complaints = run(home, *words, "--yes")
    assert code == 1
    assert_facts(complaints, [facts])


def test_check_online_ends_as_check_does(home: Path, services: Services) -> None:
    # Its DOI is its link, which leads out of this machine: nothing answers there.
    conf = (home / "conf.py").read_text()
    text = FILE.replace("  doi          = {10.5555/slow},\n", "")
    (home / "refs.bib").write_text(text, encoding="utf-8")
    assert run(home, "check", "--online")[0] == 0
    link = f"  pdf          = {{{services.base}/gone.pdf}},\n  year         = {{2022}},\n"
    (home / "refs.bib").write_text(
        text.replace("  year         = {2022},\n", link), encoding="utf-8"
    )
    code, said, _ = run(home, "--online")
    assert code == 1
    assert f"refs.bib:9: WARNING: one2022slow: {services.base}/gone.pdf " in said[1]
    assert said[-1] == "2 entries, 1 problem, 1 hint"
    assert run(home)[0] == 0
    (home / "conf.py").write_text(conf + "\npublications_services['crosref'] = 'x'\n")
    code, said, _ = run(home, "--online")
    assert code == 1
    assert "publications_services['crosref']" in said[-2]


HIDE = """
import sys
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {0!r}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Hide())
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name in {0!r} else found(name, *a)
from sphinx_publications.project.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("package", ["filelock", "platformdirs", "rich", "rispy", "pyperclip"])
def test_what_is_not_installed_is_one_line(home: Path, package: str) -> None:
    (home / "export.ris").write_text("TY  - JOUR\nTI  - T\nAU  - A, B\nER  - \n")
    words = ["add", "--yes", "--clipboard"] if package == "pyperclip" else ["add", "export.ris"]
    done = run_python("-c", HIDE.format([package]), *words, cwd=home)
    what = {"rispy": "RIS", "pyperclip": "the clipboard"}.get(package, "sphinx-publications add")
    assert (done.returncode, done.stdout) == (1, "")
    remedy = 'pip install "sphinx-publications[add]"'
    assert_facts(done.stderr.splitlines(), [(f"{what} needs {package}", remedy)])


def test_the_checker_needs_none_of_it(home: Path) -> None:
    def hidden(packages: list[str], *words: str) -> subprocess.CompletedProcess[str]:
        return run_python("-c", HIDE.format(packages), *words, cwd=home)

    packages = ["filelock", "platformdirs"]
    assert hidden(packages).returncode == 0
    (home / "index.md").unlink()  # The pages say nothing of it.
    for package in packages:
        online = hidden([package], "--online")
        assert online.returncode == 1
        assert f"--online needs {package}" in online.stdout


def test_a_clipboard_that_is_not_there_is_one_line(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import pyperclip

    def none() -> str:
        raise pyperclip.PyperclipException("Pyperclip could not find a copy/paste mechanism")

    monkeypatch.setattr(pyperclip, "paste", none)
    assert main(["add", "--clipboard", "--conf", str(home)]) == 1
    assert_facts(capsys.readouterr().err.splitlines(), [("no clipboard", "file")])
    monkeypatch.setattr(
        pyperclip, "paste", lambda: "@misc{x, title={T}, author={Öne, A}, year=2024}"
    )
    assert main(["add", "--clipboard", "--yes", "--conf", str(home)]) == 0
    assert "@misc{one2024" in (home / "refs.bib").read_text(encoding="utf-8")


def test_an_interrupt_while_it_is_asked_changes_nothing(
    home: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.answer(f"/doi/{DOI}", answers.CROSSREF)

    def interrupted(question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert main(["add", DOI, "--conf", str(home)]) == 130
    assert (home / "refs.bib").read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    "words", [["add"], ["add", "--equal", "x", DOI], ["missing"], ["missing", "151/5709", "--all"]]
)
def test_a_command_that_is_not_whole_says_how_it_is(home: Path, words: list[str]) -> None:
    code, _, complaints = run(home, *words)
    assert code == 2
    assert complaints[0].startswith("usage: sphinx-publications ")


def test_no_build_loads_what_asks_services(home: Path) -> None:
    script = (
        "import sys; from sphinx.cmd.build import main; code = main(sys.argv[1:]);"
        "print(*sys.modules, sep='\\n'); sys.exit(code)"
    )
    command = [sys.executable, "-c", script, "-q", "-W", str(home), str(home / "_build")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    assert (done.returncode, done.stderr) == (0, "")
    modules = done.stdout.splitlines()
    assert "sphinx_publications.project.domain" in modules
    loaded = [name for name in modules if name.startswith("sphinx_publications.acquire")]
    assert loaded == []
    assert not {"filelock", "platformdirs", "pyperclip", "rich"} & set(modules)
