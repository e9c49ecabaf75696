"""Where a photo was taken, told and taken out of the picture files of a project.

The build publishes no such thing (`smallpictures`), but the files themselves lie in a
repository, which may be public. ``python -m photoplaces --check`` names those that hold
a place; ``python -m photoplaces`` empties it in the files, of which nothing else changes.
"""
