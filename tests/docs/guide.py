"""Guides of the documentation as their readers follow them: block by block, in a project and an environment."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import time
import tomllib
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT
from tests.test_serve import free_port

DOCS = ROOT / "docs"
SECONDS = 300
"""How long a command, or a served page, may take."""

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`]*)$")
_TITLE = re.compile(r"title=\"([^\"]*)\"")
_NOT_RUN = re.compile(r"<!-- not run: (.+) -->")
_VARY = "<!-- figures vary -->"


@dataclass(frozen=True)
class Block:
    """A fence of a guide.

    Attributes:
        language: The first word behind its backticks.
        title: Its `title`; mostly the file that it is to be written to.
        text: What stands in it.
        line: Its line in the guide.
        heading: The nearest heading above it.
        reason: Why a reader in a test cannot follow it; empty for nearly all.
        figures_vary: Whether its numbers need not be those of this project.
    """

    language: str
    title: str
    text: str
    line: int
    heading: str
    reason: str = ""
    figures_vary: bool = False


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fences of a page from top to bottom; one inside another is a part of its text."""
    lines = page.read_text(encoding="utf-8").splitlines()
    heading, number = "", 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("#"):
            heading = line.lstrip("# ")
        opening = _FENCE.match(line)
        if not opening:
            number += 1
            continue
        end = next(at for at in range(number + 1, len(lines)) if lines[at].strip() == opening["ticks"])
        inner = [one.removeprefix(opening["indent"]) for one in lines[number + 1 : end]]
        said = next((one for one in reversed(lines[:number]) if one.strip()), "")
        reason, title = _NOT_RUN.fullmatch(said.strip()), _TITLE.search(opening["info"])
        yield Block(
            opening["info"].split(maxsplit=1)[0] if opening["info"].strip() else "",
            title[1] if title else "",
            "\n".join(inner) + "\n",
            number + 1,
            heading,
            reason[1] if reason else "",
            figures_vary=said.strip() == _VARY,
        )
        number = end + 1


@dataclass
class Reader:
    """Somebody who does in a project what a guide says.

    Attributes:
        folder: The project.
        programs: The folder of the environment's programs.
        variables: Environment variables that are set so far.
        statuses: What a command may end with whose output the guide does not show.
        service: Address of the service on loopback that stands for those of models.
    """

    folder: Path
    programs: Path
    variables: dict[str, str] = field(default_factory=dict)
    service: str = ""
    statuses: tuple[int, ...] = (0,)
    said: str = ""
    """What the last command printed."""

    def file(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, text: str) -> None:
        path = self.file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.file(name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def follow(self, block: Block) -> None:
        """Do what a block asks for, and compare what it shows."""
        if block.reason:
            return
        match block.language, block.title:
            case "console", _:
                self._console(block)
            case "yaml", "mkdocs.yml":
                self.configure(yaml.load(block.text, _Loader))
                self.run("mkdocs build --strict")
            case "yaml", title if title.startswith(".github/") or block.text.startswith("- "):
                self._steps(block)
            case "yaml", ".readthedocs.yaml":
                for command in yaml.safe_load(block.text)["build"]["jobs"]["pre_build"]:
                    self.run(command)
            case "yaml", title if title.endswith(".md"):
                self.replace(title, "---\n", f"---\n{block.text}")
                self.run("mkdocs build --strict")
            case "toml", "zensical.toml":
                self._zensical(block)
            case "toml", title:
                shown, whole = tomllib.loads(block.text), tomllib.loads((ROOT / title).read_text(encoding="utf-8"))
                assert shown.items() <= whole.items()
            case "markdown", "":
                self.show(block.text)
            case "markdown", title if self.file(title).exists() and "…" in block.text:
                assert_shown(block.text, self.file(title).read_text(encoding="utf-8"), figures_vary=block.figures_vary)
            case "markdown" | "python" | "text", title if title:
                self.write(title, block.text)
            case _:
                raise AssertionError(f"line {block.line}: nothing says what to do with this block")

    def show(self, text: str) -> None:
        """Build a page, and look whether it has a section where its text has a placeholder that stands for one."""
        self.write("docs/guide.md", text)
        self.run("mkdocs build --strict")
        page = self.file("site/guide/index.html").read_text(encoding="utf-8")
        assert ("howto-provenance" in page) == (not text.startswith("\\"))
        self.file("docs/guide.md").unlink()

    def configure(self, wanted: Mapping[str, Any]) -> None:
        """Add settings to `mkdocs.yml`, as a reader would who has some there already."""
        path = self.file("mkdocs.yml")
        there = yaml.load(path.read_text(encoding="utf-8"), _Loader) if path.exists() else {}
        config = {
            "site_name": "Shop",
            **(there or {}),
            **{key: value for key, value in wanted.items() if key != "plugins"},
        }
        plugins = _entries(there or {})
        for name, options in _entries(wanted).items():
            plugins[name] = {**plugins.get(name, {}), **options}
        howto = plugins.setdefault("howto", {})
        if "writer" in howto and self.service:
            howto["base_url"] = self.service
            howto.setdefault("api_key_env", _KEYS[howto["writer"]])
        config["plugins"] = [{name: options} if options else name for name, options in plugins.items()]
        path.write_text(yaml.dump(config, Dumper=_Dumper, sort_keys=False), encoding="utf-8")

    def run(self, command: str, *, statuses: tuple[int, ...] = (0,), answer: str = "") -> str:
        """Run a command in the project, and return what it prints."""
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.environment, input=answer, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS,
        )  # fmt: skip
        self.said = done.stdout
        assert done.returncode in statuses, f"{command}: {done.returncode}\n{done.stdout}"
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "VIRTUAL_ENV"))
        }
        return kept | {
            "PATH": os.pathsep.join([str(self.folder / "programs"), str(self.programs), os.environ["PATH"]]),
            "NO_MKDOCS_2_WARNING": "1",
            "DISABLE_MKDOCS_2_WARNING": "true",
            "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.programs.parent / "wheels"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "Ada Example", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada Example", "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            **self.variables,
        }  # fmt: skip

    def _console(self, block: Block) -> None:
        for call in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, shown = call.partition("\n")
            if command.startswith("export "):
                name, _, value = command.removeprefix("export ").partition("=")
                self.variables[name] = "sk-test-0123456789" if value == "…" else value
            elif command.endswith(" serve"):
                self._serve(command, shown)
            else:
                # What prints something may say that something is wrong; its output tells.
                self.run(self._placed(command), statuses=(0, 1) if shown else self.statuses, answer="y\n")
                assert_shown(shown, self.said, figures_vary=block.figures_vary)

    def _placed(self, command: str) -> str:
        """Return a command with the place of the package in it."""
        (wheel,) = (self.programs.parent / "wheels").glob("*.whl")
        return command.replace("/path/to/mkdocs-howto", shlex.quote(str(wheel)))

    def _serve(self, command: str, shown: str) -> None:
        """Serve the site until its first page has a section, and the page that a change of its code leads to."""
        address = f"127.0.0.1:{free_port()}"
        log = self.file("serve.log")
        with log.open("w") as output:
            serving = subprocess.Popen(
                [*shlex.split(command), "--dev-addr", address],
                cwd=self.folder, env=self.environment | {"PYTHONUNBUFFERED": "1"}, stdout=output, stderr=output,
            )  # fmt: skip
        try:
            self.until(f"http://{address}/", "howto-provenance")
            assert_shown(shown, log.read_text(encoding="utf-8"))
            self.replace("shop/cart.py", "Collects articles until they are ordered.", "Collects whatever is ordered.")
            self.until(f"http://{address}/", "Collects whatever is ordered.")
            self.replace("shop/cart.py", "Collects whatever is ordered.", "Collects articles until they are ordered.")
        finally:
            serving.terminate()
            serving.wait()

    def until(self, address: str, text: str) -> None:
        """Wait until a served page holds a text."""
        page, ends = "", time.monotonic() + SECONDS
        while text not in page:
            assert time.monotonic() < ends, f"{text!r} is not on {address}"
            with suppress(OSError), urllib.request.urlopen(address) as answer:
                page = answer.read().decode()
            time.sleep(0.2)

    def _steps(self, block: Block) -> None:
        """Run the steps of a workflow; `uses` is for GitHub."""
        data = yaml.safe_load(block.text)
        if block.title.startswith(".github/"):
            self.write(block.title, block.text)
        for step in data if isinstance(data, list) else data["jobs"]["docs"]["steps"]:
            if "run" not in step:
                continue
            before = dict(self.variables)
            for name in step.get("env", {}):
                self.variables[name] = "sk-test-0123456789"
            self.run(step["run"], statuses=(0, 1) if step.get("continue-on-error") else (0,))
            self.variables = before

    def _zensical(self, block: Block) -> None:
        """Compare lines that are there, and write those that are not."""
        wanted, path = tomllib.loads(block.text), self.file("zensical.toml")
        text = path.read_text(encoding="utf-8")
        for key, value in wanted["project"].items():
            if not isinstance(value, dict) and tomllib.loads(text)["project"].get(key) != value:
                (line,) = re.findall(rf"^{key} = .*$", block.text, re.MULTILINE)
                text = re.sub(rf"(?m)^{key} = .*$", line, text)
        path.write_text(text, encoding="utf-8")
        assert _holds(tomllib.loads(text), wanted)
        self.run("zensical build --clean")


_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "gemini": "GEMINI_API_KEY", "ollama": ""}


def _entries(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the plugins of a configuration with their options."""
    found: dict[str, dict[str, Any]] = {}
    for one in config.get("plugins", ["search"]):
        found |= {one: {}} if isinstance(one, str) else {name: options or {} for name, options in one.items()}
    return found


def _holds(whole: Mapping[str, Any], part: Mapping[str, Any]) -> bool:
    return all(
        _holds(whole.get(key, {}), value) if value and isinstance(value, dict) else whole.get(key) == value
        for key, value in part.items()
    )


@dataclass(frozen=True)
class _Tagged:
    """A value with a tag that MkDocs reads, such as `!ENV NAME`."""

    tag: str
    value: Any


class _Loader(yaml.SafeLoader):
    pass


class _Dumper(yaml.SafeDumper):
    pass


def _tagged(loader: yaml.SafeLoader, node: yaml.Node) -> _Tagged:
    if isinstance(node, yaml.SequenceNode):
        return _Tagged(node.tag, loader.construct_sequence(node))
    assert isinstance(node, yaml.ScalarNode)
    return _Tagged(node.tag, loader.construct_scalar(node))


def _represent(dumper: yaml.SafeDumper, value: _Tagged) -> yaml.Node:
    if isinstance(value.value, list):
        return dumper.represent_sequence(value.tag, value.value, flow_style=True)
    return dumper.represent_scalar(value.tag, value.value)


_Loader.add_constructor("!ENV", _tagged)
_Dumper.add_representer(_Tagged, _represent)


def assert_shown(shown: str, said: str, *, figures_vary: bool = False) -> None:
    """Compare what a guide shows with what is there: each of its lines has to be found, one behind the other.

    A line that is indented goes on with the one before. `…` stands for anything, and so do dates and digests.
    """
    lines = re.sub(r"\n\s+(?=\S)", " ", shown).splitlines()
    rest = _plain(said, figures_vary=figures_vary)
    for line in lines:
        for part in filter(None, map(str.strip, _plain(line, figures_vary=figures_vary).split("…"))):
            _, found, rest = rest.partition(part)
            assert found, f"{part!r} is not in\n{said}"


def _plain(text: str, *, figures_vary: bool) -> str:
    text = re.sub(r"\b\d{4}-\d\d-\d\d\b", "DATE", re.sub(r"\b[0-9a-f]{32,64}\b", "DIGEST", text))
    text = re.sub(r"\d[\d,.]*", "0", text) if figures_vary else text
    return " ".join(text.split())
