"""Parse BibTeX files into raw entries with line numbers and syntax issues."""
