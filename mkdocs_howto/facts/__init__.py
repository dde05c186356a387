"""What is known of a code block before a writer words it: what its docstring says, with lines.

`docstring.read` gives a `Docstring`; `purpose` chooses the sentence of it that says what the object is for.
"""
