"""Papers from services and pasted records into files of references, on the owner's command.

No build loads anything of it.
"""
