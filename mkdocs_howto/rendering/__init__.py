"""From a section to Markdown that means the same wherever it is put."""
