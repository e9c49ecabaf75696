"""Make the hundreds of small builds of one process quicker; their results are the same."""

from __future__ import annotations

import gc
import importlib.metadata
import logging
from typing import Any

import pybtex.plugin
import sphinx.registry
import sphinx.theming
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sphinx.util.logging import SphinxLoggerAdapter

COMPILED: dict[tuple[str, str], Any] = {}
"""Compiled templates, for all builds of a session; a third of a small build is this."""


class KeptTemplates(BytecodeCache):
    """Keeps compiled templates."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled of the same text."""
        bucket.code = COMPILED.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        COMPILED[bucket.key, bucket.checksum] = bucket.code


def make_builds_quick() -> None:
    """Do once what says nothing of the result of a build."""
    logging.disable(logging.DEBUG)  # Eight hundred lines a build, which nobody reads.
    SphinxLoggerAdapter.debug = _ignore  # type: ignore[method-assign]
    gc.set_threshold(20_000, 20, 20)
    _keep_compiled_templates()
    _keep_compiled_strings()
    # What is installed does not change.
    installed = importlib.metadata.entry_points()
    modules: tuple[Any, ...] = (pybtex.plugin, sphinx.registry, sphinx.theming)
    for module in modules:
        module.entry_points = installed.select


def _ignore(*_: object, **__: object) -> None:
    pass


def _keep_compiled_templates() -> None:
    make, kept = Environment.__init__, KeptTemplates()

    def make_keeping(self: Environment, *words: Any, **options: Any) -> None:
        if not words:  # jinja2.Template gives every option by its place.
            options.setdefault("bytecode_cache", kept)
        make(self, *words, **options)

    Environment.__init__ = make_keeping  # type: ignore[method-assign]


def _keep_compiled_strings() -> None:
    """Compile once a template that is no file, as those of Sphinx's static files."""
    compile_ = Environment.compile

    def compile_once(self: Environment, source: Any, *names: Any, **options: Any) -> Any:
        if names or options:
            return compile_(self, source, *names, **options)
        key = (type(self).__name__, source)
        if key not in COMPILED:
            COMPILED[key] = compile_(self, source)
        return COMPILED[key]

    Environment.compile = compile_once  # type: ignore[method-assign]
