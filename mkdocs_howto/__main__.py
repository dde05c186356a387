"""`python -m mkdocs_howto`."""

from mkdocs_howto.cli import main

main(prog_name="mkdocs-howto")
