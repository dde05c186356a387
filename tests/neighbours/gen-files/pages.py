"""Make a page for each function, and add a section to a page that is there."""

import mkdocs_gen_files

with mkdocs_gen_files.open("made/warm.md", "w") as page:
    page.write("# Made\n\nBefore oven.warm.\n\n::: howto oven.warm\n\nAfter oven.warm.\n")
with mkdocs_gen_files.open("longer.md", "a") as page:
    page.write("\nBefore oven.Oven.bake.\n\n::: howto oven.Oven.bake\n\nAfter oven.Oven.bake.\n")
