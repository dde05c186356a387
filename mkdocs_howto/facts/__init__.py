"""Facts about code that a writer words and a review checks, each with its lines.

`docstring.read` turns a docstring into a `values.Docstring`; `purpose.purpose` chooses its sentence that says what the
object is for; `comments.field_comments` finds what an author says of fields. `documentation.find_documentation` finds
the pages of a project, `passages` reads the programs in them, `uses.uses_of` finds which objects a program uses.
"""
