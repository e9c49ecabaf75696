"""The files that other services read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .built import Site
from .source import ROOT

pytestmark = pytest.mark.machinery

DOCS = ROOT / "docs"


_REQUIRED_BY_TOOLS = ["tools/requirements-dev", "tools/requirements-live", "tools/requirements-pip"]


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.readthedocs", [".readthedocs.yaml"]),
        ("vendor.github-workflows", [".github/workflows/test.yml", ".github/workflows/pages.yml"]),
        ("vendor.dependabot", [".github/dependabot.yml"]),
        ("vendor.github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
        (
            "vendor.github-issue-forms",
            [".github/ISSUE_TEMPLATE/new-field.yml", ".github/ISSUE_TEMPLATE/wrong-output.yml"],
        ),
    ],
    ids=["Read the Docs", "GitHub workflows", "Dependabot", "GitHub issues", "issue forms"],
)
def test_follows_the_published_schema(schema: str, files: list[str]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["requirements", *_REQUIRED_BY_TOOLS])
def test_every_requirement_is_pinned(name: str) -> None:
    names = {
        re.split(r"[<>=\s]", line)[0]
        for line in (ROOT / f"{name}.in").read_text().splitlines()
        if line and line[0] not in "#-"
    }
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / f"{name}.txt").read_text(), re.MULTILINE))
    assert names <= pinned


def test_a_workflow_gives_each_job_its_permissions() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}
        assert all(job["permissions"] for job in workflow["jobs"].values())


def test_ci_calls_make_test() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in script


@pytest.mark.parametrize("target", ["html", "live", "pdf", "cv", "epub", "text"])
def test_make_keeps_doctrees_out_of_what_is_published(target: str) -> None:
    command = ["make", "--dry-run", "--always-make", target]
    # What it would call in a folder that is yet to be made fails.
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    # What follows if it fails is not called.
    (words,) = (
        call.split()
        for line in done.stdout.replace("\\\n", "").splitlines()
        # What goes before reads conf.py.
        for call in line.partition(" || ")[0].split(" && ")
        if " -d _build/" in call
    )
    out, doctrees = Path(words[-1]), Path(words[words.index("-d") + 1])
    assert out.parts[0] == doctrees.parts[0] == "_build"
    assert out not in (doctrees, *doctrees.parents)
    assert doctrees not in out.parents


def test_make_can_load_the_programs_that_no_test_runs() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    programs = re.findall(r"PYTHONPATH=src \S+ -m (tests\.\S+)", text)
    assert len(programs) > 3
    package = ROOT / "sphinx-publications"
    code = "import runpy, sys; [runpy.run_module(name, run_name='loaded') for name in sys.argv[1:]]"
    environment = {**os.environ, "PYTHONPATH": "src"}
    loaded = [
        f"{name}.__main__" if (package / name.replace(".", "/")).is_dir() else name
        for name in programs
    ]
    command = [sys.executable, "-c", code, *loaded]
    subprocess.run(command, cwd=package, env=environment, check=True)


def test_the_workflow_publishes_what_make_builds() -> None:
    text = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    assert text.index("run: make html") < text.index("path: _build/html\n")


def test_what_is_published_does_not_say_where_it_was_built(site: Site) -> None:
    out = site.build("html")
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) > 20
    places = [str(ROOT).encode(), str(site.folder).encode()]
    contents = {str(path.relative_to(out)): path.read_bytes() for path in files}
    assert [name for name, text in contents.items() if any(place in text for place in places)] == []


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{p.name}" for p in DOCS.glob("*.md"))])
def test_links_of_the_documentation_lead_somewhere(page: str) -> None:
    path = ROOT / page
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [link for link in links if "//" not in link and not (path.parent / link).exists()]
    assert missing == []
