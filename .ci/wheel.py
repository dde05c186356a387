"""Check that a wheel holds the files of the package and no others, and that its version is the package's."""

import sys
import zipfile
from pathlib import Path

import mkdocs_howto

PACKAGE = Path("mkdocs_howto")


def main(path: Path) -> None:
    """Compare a wheel with the checkout in the working directory."""
    with zipfile.ZipFile(path) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    files = {one.as_posix() for one in PACKAGE.rglob("*") if one.is_file() and "__pycache__" not in one.parts}
    if packed != files:
        sys.exit(f"{path}: only in the wheel or the checkout: {', '.join(sorted(packed ^ files))}")
    if "mkdocs_howto/py.typed" not in packed or not {".jinja", ".toml", ".css"} <= {Path(one).suffix for one in packed}:
        sys.exit(f"{path}: a file that the package reads is missing")
    if f"-{mkdocs_howto.__version__}-" not in path.name:
        sys.exit(f"{path}: not version {mkdocs_howto.__version__}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
