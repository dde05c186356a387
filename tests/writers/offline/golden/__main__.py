"""Write the golden files anew; read the difference before it is committed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conftest import FIXTURES, unpacked_wheel
from tests.writers.offline import test_sections, test_seeds
from tests.writers.offline.test_writer import section_of

FOLDER = Path(__file__).parent


def write(name: str, lines: list[str]) -> None:
    (FOLDER / f"{name}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


for reference in test_sections.GOLDEN:
    write(reference, test_seeds.lines(section_of(FIXTURES, reference)))
with TemporaryDirectory() as folder:
    for name in test_seeds.NAMES:
        write(name, test_seeds.lines(test_seeds.section_of(name, unpacked_wheel("g4f==0.4.8.0"), Path(folder))))
