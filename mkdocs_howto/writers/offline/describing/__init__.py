"""Word what analysis knows of a block: texts are made from values of `mkdocs_howto.facts`, never from other texts."""
