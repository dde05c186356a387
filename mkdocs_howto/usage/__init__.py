"""Read how a piece of code uses an object; nothing is executed.

Writers choose examples by it, and the review reports what it finds.
"""
