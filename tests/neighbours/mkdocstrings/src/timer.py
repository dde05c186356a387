"""Wait for a loaf."""


def wait(minutes: int) -> int:
    """Wait for a loaf.

    Before oven.Oven.bake.

    <!-- howto: oven.Oven.bake -->

    After oven.Oven.bake.
    """
    return minutes * 60
