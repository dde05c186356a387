"""Choose the author's own example: a program from the documentation whose main subject is the documented object.

An author's program is shown as it stands, comments and spacing included; only imports are completed, marks for
tools go, and a session at a prompt becomes a program whose results stand in comments. It may reach the network
or read a file that the reader has to bring; `OwnExample.needs` says so.
"""

from mkdocs_howto.writers.offline.examples.own.choice import LONGEST, OwnExample, docstring_pairs, own_examples
from mkdocs_howto.writers.offline.examples.own.subject import Subject, imported, words

__all__ = ["LONGEST", "OwnExample", "Subject", "docstring_pairs", "imported", "own_examples", "words"]
