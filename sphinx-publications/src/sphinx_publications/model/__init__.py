"""One entry of a file of references as plain, frozen data, and what it is read with."""
