"""Export formats, one per module: pure functions of a publication."""
