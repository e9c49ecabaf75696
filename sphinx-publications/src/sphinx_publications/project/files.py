"""Files of the project: links to them, what is missing, and when they last changed in git."""

from __future__ import annotations

import difflib
import mimetypes
import os
import posixpath
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_publications.diagnostics import Problem, Subtype
from sphinx_publications.model.identifiers import LOCAL
from sphinx_publications.project.build import is_web
from sphinx_publications.project.domain import publications_domain
from sphinx_publications.project.env_data import PageRemark
from sphinx_publications.project.warnings import report, warn


class LinkFiles(SphinxPostTransform):
    """Resolve links to the site's own files, which `identifiers.local_file` made."""

    # After lists are filled and cards are added (20), before LaTeX shows URLs (400).
    default_priority = 30

    def run(self, **kwargs: Any) -> None:
        builder = publications_domain(self.env).builder
        for link in list(self.document.findall(nodes.reference)):
            if not link.get("refuri", "").startswith(LOCAL):
                continue
            if is_web(builder):
                page = builder.get_target_uri(self.env.docname)
                link["refuri"] = web_address(link["refuri"], page)
            elif self.config.html_baseurl:
                path = quote(link["refuri"].removeprefix(LOCAL))
                link["refuri"] = urljoin(self.config.html_baseurl, path)
            else:
                link.replace_self(link.children)


def web_address(url: str, page: str) -> str:
    """Return the URL of an entry's link relative to the page with the address `page`."""
    if not url.startswith(LOCAL):
        return url
    return relative_uri(page, quote(url.removeprefix(LOCAL)))


def on_env_updated(app: Sphinx, env: Any) -> None:
    """Collect the files that entries name, and warn of those that cannot be published."""
    domain = publications_domain(env)
    if not domain.build.is_unchanged:
        domain.state.files = tuple(_named_files(app))
    problems = []
    for name, file, line in domain.state.files:
        message = _unpublished(app, name)
        if message:
            problems.append(Problem(Subtype.FILE, message, file, line, about=_short(name)))
        elif is_web(app.builder):
            domain.build.files.add(name)
    report(problems)


def _unpublished(app: Sphinx, name: str) -> str:
    """Return a message if a file cannot be published; empty if it can."""
    if not os.path.isfile(Path(app.srcdir) / name):  # noqa: PTH113 (pathlib's raises)
        return f"the file {_short(name)} is not there; put it into the repository"
    if not _is_within(app, name):
        return (
            f"the file {_short(name)} is a link that leads out of "
            f"{app.config.publications_files}, and is not published; put a copy in its place"
        )
    return ""


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Copy the files to the output folder of web pages."""
    if exception is not None or not is_web(app.builder):
        return
    for name, file, line in publications_domain(app.env).state.files:
        source, target = Path(app.srcdir) / name, Path(app.outdir) / name
        if os.path.isfile(source) and _is_within(app, name):  # noqa: PTH113 (pathlib's raises)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
            except OSError as error:
                message = f"the file {_short(name)} cannot be published ({error.strerror})"
                advice = "see to its permissions and its name"
                warn(Subtype.FILE, f"{message}; {advice}", f"{file}:{line}")


def _is_within(app: Sphinx, name: str) -> bool:
    """Whether a file is in the folder of files, after symbolic links are resolved."""
    folder = Path(app.srcdir) / app.config.publications_files.strip("/")
    return (Path(app.srcdir) / name).resolve().is_relative_to(folder.resolve())


def _short(name: str) -> str:
    return name if len(name) <= 100 else name[:99] + "…"


def _named_files(app: Sphinx) -> list[tuple[str, str, int]]:
    """Return each named file with the source file and line of its entry."""
    found: dict[str, tuple[str, str, int]] = {}
    if not app.config.publications_files:
        return []
    for entry in publications_domain(app.env).entries():
        publication, source = entry.publication, entry.source
        for link in publication.all_links:
            if link.url.startswith(LOCAL):
                name = link.url.removeprefix(LOCAL)
                found.setdefault(name, (name, source.file, source.line_of(link.field)))
    return list(found.values())


def absolute_url(app: Sphinx, uri: str) -> str:
    """Return an absolute URL if ``html_baseurl`` is set, else the relative one."""
    base: str = app.config.html_baseurl
    return _joined(base.rstrip("/") + "/", uri) if base else uri


_joined = lru_cache(urljoin)
"""Each page asks several times for its own address, and for those of the whole site."""


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file, in UTF-8, and its folder if that is not there yet."""
    data = content.encode() if isinstance(content, str) else content
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


# Missing files.
#
# Sphinx and MyST warn that a target is not found, and leave a dead link or a broken picture. This
# transform warns which file to put where, and keeps the text without the link.

_SOURCES = {"img": "src", "source": "src", "video": "src", "audio": "src", "embed": "src"}
"""Attributes of HTML elements that name a file."""


def site_name(app: Sphinx) -> str:
    """Return the title of the site: ``html_title``, or the project where that is not set."""
    project, release = app.config.project, app.config.release
    is_default = app.config.html_title == _("%s %s documentation") % (project, release)
    return " ".join((project if is_default else app.config.html_title).split())


class CheckMissingFiles(SphinxTransform):
    """Warn of missing files on pages."""

    # Before the event doctree-read, in which Sphinx collects files.
    default_priority = 860

    def apply(self, **kwargs: Any) -> None:
        wanted = self.config.publications_check_files
        if not (self.config.publications_owner if wanted is None else wanted):
            return
        for node in list(self.document.findall()):
            match node:
                case nodes.image():
                    self._check_link(node, node["uri"], nodes.Text(node.get("alt", "")))
                case addnodes.download_reference() if "filename" not in node:
                    self._check_link(node, node["reftarget"], *node.children)
                case addnodes.pending_xref() if node.get("reftype") == "myst":
                    self._check_link(node, node["reftarget"], *node.children)
                case nodes.raw() if "html" in node.get("format", ""):
                    self._check_html(node)

    def _check_link(self, node: nodes.Element, address: str, *words: nodes.Node) -> None:
        """Warn of a missing file, and replace the link by its text."""
        if not _is_local_file(address):
            return
        name, path = self.env.relfn2path(unquote(address), self.env.docname)
        found = Path(path).parent.glob(Path(path).name) if "*" in path else [Path(path)]
        if any(file.exists() for file in found):
            return
        self._warn(node, name, Path(path))
        is_inline = isinstance(node.parent, nodes.TextElement)
        node.replace_self(list(words) if is_inline else [nodes.paragraph("", "", *words)])

    def _check_html(self, node: nodes.raw) -> None:
        """Warn of files that HTML names but that are not published."""
        folder = posixpath.dirname(self.env.docname)
        for address in _addresses(node.astext()):
            name = posixpath.normpath(posixpath.join(folder, unquote(urlsplit(address).path)))
            if not _is_local_file(address) or self._is_published(name):
                continue
            path = Path(self.env.srcdir) / name
            if path.exists():
                message = (
                    f"the file {name} is not published, since HTML alone names it; "
                    f"write ![]({address}), or put it into _static and write _static/{path.name}"
                )
                self._say(node, message)
            else:
                self._warn(node, name, path)

    def _is_published(self, name: str) -> bool:
        """Whether a path in the site is a static, extra or published file."""
        base = Path(self.env.srcdir)
        statics = [base / folder for folder in self.config.html_static_path]
        theme = getattr(publications_domain(self.env).builder, "theme", None)
        statics += [Path(folder) / "static" for folder in theme.get_theme_dirs()] if theme else []
        extras = [base / extra for extra in self.config.html_extra_path]
        inner = name.removeprefix("_static/")
        places = [folder / inner for folder in statics if inner != name]
        places += [extra / name for extra in extras if extra != base / name]
        places += [extra for extra in extras if extra == base / name]
        files = self.config.publications_files.strip("/")
        if files and name.startswith(f"{files}/"):
            places.append(base / name)
        found = [place for place in places if place.exists()]
        for place in found:
            self.env.note_dependency(str(place))
        return bool(found)

    def _warn(self, node: nodes.Element, name: str, path: Path) -> None:
        # Sphinx reads a page again as long as one of its dependencies is missing.
        self.env.note_dependency(str(path))
        page = posixpath.basename(self.env.doc2path(self.env.docname))
        folder = posixpath.dirname(name)
        there = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
        close = difflib.get_close_matches(path.name, there, n=1, cutoff=0.8)
        alike = [other for other in there if other.lower() == path.name.lower()] or close
        remedy = f"put {path.name} {f'into {folder}/' if folder else f'beside {page}'}"
        if alike:
            remedy = f"did you mean {alike[0]}? or {remedy}"
        self._say(node, f"the file {name} is not there; {remedy}")

    def _say(self, node: nodes.Element, message: str) -> None:
        docname = self.env.docname
        line = get_source_line(node)[1] or 1
        publications_domain(self.env).say(PageRemark(Subtype.FILE, message, docname, line))


def _is_local_file(address: str) -> bool:
    """Whether an address is a relative path to a file of a known type, not to a page."""
    parts = urlsplit(address)
    kind = mimetypes.guess_type(parts.path)[0] or ""
    is_named = bool(kind or address.endswith(".*")) and kind not in {"text/html", "text/markdown"}
    return is_named and not parts.scheme and not parts.netloc and not address.startswith("/")


def _addresses(html: str) -> Iterator[str]:
    """Return the addresses that HTML code loads or links to."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            name = _SOURCES.get(tag, "href" if tag == "a" else "")
            found.extend(value for key, value in attrs if key == name and value)

    reader = Reader()
    reader.feed(html)
    reader.close()
    return iter(found)


_TIME = "committer-time "


class History:
    """When the files in a folder and their lines last changed, as git knows it.

    The time of a file itself is that of its copy, so that only commits count. The time is empty
    where git does not know: of what is not committed, and of what is older than a shallow clone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shallow = self._git("rev-parse", "--git-path", "shallow").strip()
        file = folder / shallow
        # The commits at which a shallow clone ends seem to have made all that is in it.
        self._ends = set(file.read_text("ascii").split()) if shallow and file.is_file() else set()

    def last_change(self, *files: Path) -> str:
        """Return the time of the last commit of some files, in UTC and the form of ISO 8601."""
        names = [str(file) for file in files]
        if not names or self._git("status", "--porcelain", "--ignored", "--", *names).strip():
            return ""
        commit, _, seconds = self._git("log", "-1", "--format=%H %ct", "--", *names).partition(" ")
        return "" if commit in self._ends else _written(seconds)

    def of_lines(self, file: Path) -> list[str]:
        """Return the time of the last commit of each line of a file."""
        times: list[str] = []
        commit = time = ""
        for line in self._git("blame", "--line-porcelain", "--", str(file)).splitlines():
            if line.startswith("\t"):
                is_known = bool(commit.strip("0")) and commit not in self._ends
                times.append(time if is_known else "")
                commit = ""
            elif not commit:
                commit = line.partition(" ")[0]
            elif line.startswith(_TIME):
                time = _written(line.removeprefix(_TIME))
        return times

    def _git(self, *arguments: str) -> str:
        """Return what git writes; empty if it fails or is not installed."""
        command = ["git", "--no-optional-locks", "-C", str(self._folder), *arguments]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False
            )
        except OSError:
            return ""
        return "" if done.returncode else done.stdout


def _written(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat() if seconds.strip() else ""
