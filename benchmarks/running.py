"""Tell what running code says of its own objects: run by `agreement.py` in an environment that has the package.

python running.py REPORT MODULE...
"""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import importlib
import inspect
import io
import json
import pkgutil
import sys
import types
from pathlib import Path
from typing import Any

_TESTS = {"test", "tests", "testing", "conftest", "vendor", "vendored", "_vendor"}


def main(report: Path, modules: list[str]) -> None:
    """Import the modules with all below them, and write what is in them."""
    told: dict[str, dict[str, Any]] = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for name in modules:
            for module in _modules(name):
                for attribute in dir(module):
                    if not attribute.startswith("_"):
                        _add(told, f"{module.__name__}.{attribute}", getattr(module, attribute, None), name)
    report.write_text(json.dumps(told), encoding="utf-8")


def _modules(name: str) -> list[types.ModuleType]:
    found = []
    with contextlib.suppress(BaseException):
        found.append(importlib.import_module(name))
        for info in pkgutil.walk_packages(found[0].__path__, f"{name}."):
            parts = info.name.split(".")
            if not _TESTS.isdisjoint(parts) or any(part.startswith("_") for part in parts):
                continue
            with contextlib.suppress(BaseException):
                found.append(importlib.import_module(info.name))
    return found


def _add(told: dict[str, dict[str, Any]], path: str, value: object, package: str) -> None:
    is_own = str(getattr(value, "__module__", "")).partition(".")[0] == package.partition(".")[0]
    if not is_own or not isinstance(value, type | types.FunctionType | types.MethodType):
        told[path] = {"kind": "name"}
        return
    told[path] = _of_callable(value)
    if isinstance(value, type):
        for name, member in vars(value).items():
            plain = member.__func__ if isinstance(member, classmethod | staticmethod) else member
            if not name.startswith("_") and isinstance(plain, types.FunctionType):
                told[f"{path}.{name}"] = _of_callable(getattr(value, name), is_plain=plain is member)


def _of_callable(value: Any, *, is_plain: bool = False) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": "class" if isinstance(value, type) else "function"}
    if isinstance(value, enum.EnumMeta):
        return {"kind": "enum", "members": list(value.__members__)}
    if isinstance(value, type) and dataclasses.is_dataclass(value):
        row["fields"] = [field.name for field in dataclasses.fields(value) if not field.name.startswith("_")]
    try:
        parameters = list(inspect.signature(value).parameters.values())
    except (TypeError, ValueError):
        return {**row, "kind": "compiled"}
    parameters = parameters[1:] if is_plain else parameters
    row["parameters"] = [[one.name, one.kind.name, _is_required(one)] for one in parameters]
    return row


def _is_required(parameter: inspect.Parameter) -> bool:
    return parameter.default is parameter.empty and not parameter.kind.name.startswith("VAR")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
