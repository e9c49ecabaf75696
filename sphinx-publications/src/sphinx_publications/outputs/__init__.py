"""An entry in the formats of other programs, a module each: pure functions of a publication."""
