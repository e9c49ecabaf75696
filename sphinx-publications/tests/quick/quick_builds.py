"""Make the hundreds of small builds of one process quicker; their results are the same."""

from __future__ import annotations

import gc
import logging
from functools import cache
from typing import Any

import pybtex.plugin
import sphinx.registry
import sphinx.theming
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from sphinx.util.logging import SphinxLoggerAdapter


class KeptTemplates(BytecodeCache):
    """Compiled templates, for all builds of a session; a third of a small build is this."""

    def __init__(self) -> None:
        self.compiled: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled of the same text."""
        bucket.code = self.compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.compiled[bucket.key, bucket.checksum] = bucket.code


def make_builds_quick(templates: BytecodeCache | None = None) -> None:
    """Do once what says nothing of the result of a build; `templates` keeps those of Jinja."""
    logging.disable(logging.DEBUG)  # Eight hundred lines a build, which nobody reads.
    SphinxLoggerAdapter.debug = _ignore  # type: ignore[method-assign]
    gc.set_threshold(20_000, 20, 20)
    _keep_compiled_files(templates or KeptTemplates())
    _keep_compiled_strings()
    # What is installed does not change.
    modules: tuple[Any, ...] = (pybtex.plugin, sphinx.registry, sphinx.theming)
    for module in modules:
        module.entry_points = cache(module.entry_points)


def _ignore(*_: object, **__: object) -> None:
    pass


def _keep_compiled_files(kept: BytecodeCache) -> None:
    """Compile each template once."""
    prepare = Environment.__init__

    def prepare_with_kept(self: Environment, *values: Any, **named: Any) -> None:
        prepare(self, *values, **named)
        self.bytecode_cache = kept

    Environment.__init__ = prepare_with_kept  # type: ignore[method-assign]


def _keep_compiled_strings() -> None:
    """Compile once a template that is no file, as those of Sphinx's static files."""
    compile_ = Environment.compile
    kept: dict[tuple[type, str], Any] = {}

    def compile_once(self: Environment, source: Any, *names: Any, **options: Any) -> Any:
        if names or options:
            return compile_(self, source, *names, **options)
        key = (type(self), source)
        if key not in kept:
            kept[key] = compile_(self, source)
        return kept[key]

    Environment.compile = compile_once  # type: ignore[method-assign]
