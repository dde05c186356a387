"""The gate between writers and pages: compare a section with its code."""
