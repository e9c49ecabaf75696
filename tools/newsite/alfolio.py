"""Take over a site made with al-folio: its papers, co-authors, name and profiles."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_PROFILES = {
    "github_username": "https://github.com/{}",
    "gitlab_username": "https://gitlab.com/{}",
    "orcid_id": "https://orcid.org/{}",
    "scholar_userid": "https://scholar.google.com/citations?user={}",
    "bluesky_url": "{}",
    "mastodon_username": "https://{}",
    "linkedin_username": "https://www.linkedin.com/in/{}",
    "research_gate_profile": "https://www.researchgate.net/profile/{}",
    "dblp_url": "{}",
    "semanticscholar_id": "https://www.semanticscholar.org/author/{}",
    "inspirehep_id": "https://inspirehep.net/authors/{}",
    "hal_id": "https://cv.hal.science/{}",
    "osf_id": "https://osf.io/{}",
    "x_username": "https://x.com/{}",
    "twitter_username": "https://x.com/{}",
    "youtube_id": "https://youtube.com/@{}",
}
"""Addresses for al-folio's names of profiles."""
_TAKEN = {
    "_config.yml": "",
    "_bibliography/papers.bib": "refs.bib",
    "_data/coauthors.yml": "coauthors.yml",
    "_data/socials.yml": "",
    "assets/pdf": "assets",
    "assets/html": "assets",
    "assets/img/publication_preview": "assets/img/publication_preview",
    "assets/img/prof_pic.jpg": "portrait.jpg",
}
"""What is read, and where it is copied to."""
_FOLDERS = ("_data", "_bibliography", "_pages", "_news", "_projects", "_posts", "_teachings")


def answers(folder: Path) -> dict[str, str]:
    """Return what the site in `folder` answers of the questions; raise `OSError` if it is none."""
    said = _read(folder / "_config.yml")
    socials = {**said, **_read(folder / "_data" / "socials.yml")}
    given = " ".join(str(said.get(name) or "") for name in ("first_name", "middle_name"))
    profiles = (
        form.format(str(socials[name]).strip())
        for name, form in _PROFILES.items()
        if socials.get(name)
    )
    address = str(said.get("url") or "") + str(said.get("baseurl") or "")
    return {
        "ADDRESS": "" if "alshedivat" in address else address,
        "NAME": f"{said.get('last_name') or ''}, {' '.join(given.split())}".strip(" ,"),
        "EMAIL": str(socials.get("email") or "").replace("@", " @ "),
        "PROFILES": " ".join(dict.fromkeys(profiles)),
    }


def _read(file: Path) -> dict[str, Any]:
    if file.name != "_config.yml" and not file.is_file():
        return {}
    found = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def take(folder: Path, here: Path) -> Iterator[str]:
    """Copy papers, co-authors and files into the folder `here`; yield lines for its conf.py."""
    for source, target in _TAKEN.items():
        if target and (folder / source).is_dir():
            shutil.copytree(folder / source, here / target, dirs_exist_ok=True)
        elif target and (folder / source).is_file():
            shutil.copy2(folder / source, here / target)
    if (here / "coauthors.yml").is_file():
        yield 'publications_people = "coauthors.yml"'
    if (here / "assets").is_dir():
        yield 'publications_files = "assets"'
    said = _read(folder / "_config.yml").get("scholar", {})
    if isinstance(said, dict) and said.get("group_by") in ("year", "type"):
        yield f'publications_group_by = "{said["group_by"]}"'


def left(folder: Path) -> list[str]:
    """Return the files with content that are not taken over, as paths in `folder`."""
    files = (
        path.relative_to(folder).as_posix()
        for name in _FOLDERS
        for path in sorted((folder / name).rglob("*"))
        if path.is_file() and not re.match(r"\.", path.name)
    )
    return [name for name in files if name not in _TAKEN]
