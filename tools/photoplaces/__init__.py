"""Find and remove the location in the picture files of a project.

The build publishes pictures without their metadata (`smallpictures`), but the original files are
in the repository, which may be public. ``python -m photoplaces --check`` lists the files that
contain a location; ``python -m photoplaces`` overwrites it and leaves every other byte alone.
"""
