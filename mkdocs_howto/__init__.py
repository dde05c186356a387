"""Sections that show how to use your code, written from the code, in MkDocs pages.

Where to start reading: `section.py` holds the values, `guide.py` the straight line from a
placeholder to a section, and the folders the rooms that line passes through.
"""

__version__ = "0.1.0"
