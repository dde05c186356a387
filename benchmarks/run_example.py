"""Run one example and tell what happened: whether the documented code ran, and what each line printed.

python run_example.py EXAMPLE FILE FIRST LAST REPORT
"""

from __future__ import annotations

import builtins
import json
import sys
from pathlib import Path
from typing import Any


def main(example: Path, file: str, first: int, last: int, report: Path) -> None:
    """Run it; the report is written even when it fails."""
    told: dict[str, Any] = {"touched": False, "prints": [], "error": ""}
    plain = builtins.print

    def watching(frame: Any, event: str, _: object) -> None:
        code = frame.f_code
        if event == "call" and first <= code.co_firstlineno <= last and code.co_filename == file:
            told["touched"] = True

    def noting(*values: object, **options: Any) -> None:
        text = options.get("sep", " ").join(map(str, values)) if options.get("sep", " ") is not None else ""
        told["prints"].append([sys._getframe(1).f_lineno, text])  # noqa: SLF001
        plain(*values, **options)

    builtins.print = noting  # type: ignore[assignment]
    sys.setprofile(watching)
    try:
        exec(compile(example.read_text(encoding="utf-8"), "example.py", "exec"), {"__name__": "__main__"})
    except BaseException as error:  # noqa: BLE001 - also SystemExit counts as a failure
        told["error"] = f"{type(error).__name__}: {error}"
    finally:
        sys.setprofile(None)
        report.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
