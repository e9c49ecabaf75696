"""Parse BibTeX files into raw entries with line numbers and syntax issues."""

LARGEST = 40_000_000
"""Maximum size of a file in bytes: twice the size of 10,000 entries with abstracts."""
