"""BibTeX as people write it: a file as raw entries with lines, and its slips, no exceptions."""
