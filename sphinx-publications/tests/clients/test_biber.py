"""refs.bib as biber, the reader of BibLaTeX, reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from sphinx_publications.bibliography.reader import read
from sphinx_publications.model.annotations import parse, words_by_item
from sphinx_publications.model.parse_options import ReadingOptions

from .. import HOMEPAGE


def biber(folder: Path, *options: str) -> str:
    """Run biber in tool mode over refs.bib and return what it says."""
    # Biber writes its log beside the file that it reads.
    shutil.copy(HOMEPAGE / "refs.bib", folder)
    done = subprocess.run(
        ["biber", "--tool", "--output-file", "out.bib", *options, "refs.bib"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_biber_finds_no_error(tmp_path: Path) -> None:
    said = biber(tmp_path, "--validate-datamodel")
    assert "ERROR" not in said
    unknown = set(re.findall(r"Field '([^']*)' invalid in data model", said))
    assert unknown <= {"abbr", "code", "html", "poster", "website"}, "fields of al-folio"
    assert said.count("WARN - ") == said.count("invalid in data model")


def test_biber_reads_the_annotations_that_we_read(tmp_path: Path) -> None:
    biber(tmp_path)
    written = (tmp_path / "out.bib").read_text(encoding="utf-8")
    theirs: dict[str, dict[int, tuple[str, ...]]] = {}
    for key, body in re.findall(r"^@\w+\{([^,]+),\n(.*?)^\}", written, re.DOTALL | re.MULTILINE):
        found = re.search(r"^\s*AUTHOR\+an:default = \{(.*)\}", body, re.MULTILINE)
        if found:
            theirs[key] = words_by_item(parse(found[1])[0])
    reading = read([HOMEPAGE / "refs.bib"], ReadingOptions())
    ours = {
        entry.key: words_by_item(parse(entry.fields["author+an"])[0])
        for entry in reading.entries.values()
        if "author+an" in entry.fields
    }
    assert ours == theirs
    assert len(ours) == 7
