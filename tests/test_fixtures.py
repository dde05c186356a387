"""The documented example projects pass their own tests."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.conftest import FIXTURES


def test_the_shop_passes_its_tests() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(FIXTURES / "tests")]
    environment = {**os.environ, "PYTHONPATH": str(FIXTURES)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout
