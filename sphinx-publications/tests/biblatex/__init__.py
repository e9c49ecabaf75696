"""BibLaTeX as biber reads it, for every type and field of the manual."""
