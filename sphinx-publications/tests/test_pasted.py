"""Entries as publishers and reference managers export them, pasted as they are.

ACM, IEEE, Elsevier, Springer, arXiv, bioRxiv, OpenReview, DBLP, Zotero, Mendeley, Google Scholar,
PMLR, NeurIPS, ACL Anthology, Wiley, APS, HAL, Zenodo, Frontiers, and one by hand.
"""

from __future__ import annotations

from pathlib import Path

from .conftest import Project

DATA = Path(__file__).parent / "data"


def test_pasted_entries_come_out_right(project: Project) -> None:
    project.write(
        refs_bib=(DATA / "pasted.bib").read_text(encoding="utf-8"),
        index_md="# Home\n\n```{publications}\n:group-by: none\n```\n",
    )
    build = project.build("text", confoverrides={"publications_owner": ""})
    assert build.warnings == []
    expected = (DATA / "pasted.txt").read_text(encoding="utf-8")
    assert build.text().split("\n", 3)[3] == expected
    assert expected.count("\n   * ") + expected.startswith("   * ") == 20
