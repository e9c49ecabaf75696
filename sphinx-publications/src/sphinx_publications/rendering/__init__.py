"""Rendering of entries: rich text, pybtex styles, and backends for HTML and docutils."""
