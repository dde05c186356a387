"""Every option of the plugin, declared once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, get_args

from mkdocs_howto import host
from mkdocs_howto.errors import LEVELS, HowtoError
from mkdocs_howto.files import is_device, kept_inside, leads_out, real
from mkdocs_howto.handler import PythonHandler
from mkdocs_howto.review.codes import CODES, RETIRED
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import PARTS, TocMode
from mkdocs_howto.settings import DEFAULT_EXAMPLES, DEFAULT_PATHS, Settings, interpreter_paths
from mkdocs_howto.writers import load, names

if TYPE_CHECKING:
    from mkdocs.config import config_options as opt
    from mkdocs.config.base import Config, ValidationError
else:
    opt, _base = host.module("config.config_options"), host.module("config.base")
    Config, ValidationError = _base.Config, _base.ValidationError


class PagesConfig(Config):
    """Pages of sections for one package."""

    package = opt.Type(str)
    """The package, as it is imported."""

    into = opt.Type(str, default="howto")
    """Folder of the pages inside `docs_dir`."""

    title = opt.Type(str, default="How to use {package}")
    """Title of the pages in the navigation; `{package}` stands for the package's name."""


class HowtoConfig(Config):
    """Options of the plugin `howto` in `mkdocs.yml`."""

    enabled = opt.Type(bool, default=True)
    """Whether placeholders become sections; switched off, they show nothing."""

    paths = opt.Optional(opt.ListOfItems(opt.Type(str)))
    """Folders that hold the documented packages, relative to the configuration file.

    Left out: the `paths` of mkdocstrings' Python handler, else `src` and `.`."""

    cache = opt.Type(str, default=".cache/howto")
    """Folder in which sections are kept, relative to the configuration file."""

    pins = opt.Optional(opt.Type(str))
    """Folder of sections that the repository keeps and people may edit, relative to the configuration file.

    Left out: nothing is pinned. `mkdocs-howto pin` writes them."""

    shared = opt.Optional(opt.Type(str))
    """Address of a Valkey or Redis server that keeps sections for several machines: `redis://`, `valkey://`,
    or `rediss://`, `valkeys://` with TLS. Needs `mkdocs-howto[shared]`."""

    shared_key_env = opt.Optional(opt.Type(str))
    """Name of the environment variable that holds the key with which shared sections are signed.

    Where it is named, only signed sections are believed by who has the key, and nothing is written by who has not."""

    shared_wait = opt.Type((int, float), default=300)
    """Seconds to wait for a section that another machine is paying for; then offline text is shown."""

    examples = opt.Optional(opt.ListOfItems(opt.Type(str)))
    """Folders and files in which the project uses itself, relative to the configuration file.

    Left out: `examples`, `tests` and `README.md`, as far as they exist."""

    writer = opt.Type(str, default="offline")
    """Who writes a section that no store has."""

    model = opt.Optional(opt.Type(str))
    """The model's name, as its service knows it. Needed by every writer but `offline`."""

    base_url = opt.Optional(opt.Type(str))
    """Where the model's service is. Left out: the address of the writer's own vendor."""

    api_key_env = opt.Optional(opt.Type(str))
    """Name of the environment variable that holds the key; the key itself stands in no file."""

    language = opt.Type(str, default="en")
    """Language of text that a model writes, and of its sections' headings, as a code such as `de`."""

    prompt = opt.Optional(opt.Type(str))
    """A Jinja template for the prompt, relative to the configuration file."""

    prompt_tokens = opt.Type(int, default=8_000)
    """Tokens of a prompt at most, estimated; what is least useful is left out first."""

    max_output_tokens = opt.Optional(opt.Type(int))
    """Tokens of an answer at most. Left out: the service decides."""

    temperature = opt.Optional(opt.Type((int, float)))
    """Sampling temperature. Left out: the service decides."""

    concurrency = opt.Type(int, default=8)
    """Requests on their way at once, 16 at most."""

    timeout = opt.Type((int, float), default=120)
    """Seconds for one whole request."""

    budget = opt.Type(dict, default={})
    """What one build may spend: `requests` (100 unless set) and `tokens`."""

    prices = opt.Type(dict, default={})
    """Money for a million tokens: `input`, `output`, `cached` and their `currency`; `generate` tells what it costs."""

    repair = opt.Choice((0, 1, 2), default=1)
    """How often errors that the review finds go back to the model."""

    on_rejected = opt.Choice(("offline", "keep"), default="offline")
    """What is shown where a model's text keeps its errors: the offline text, or the model's."""

    no_llm = opt.Type(bool, default=False)
    """Whether a call of a model is an error."""

    heading_level = opt.Choice((1, 2, 3, 4, 5, 6), default=2)
    """Level of a section's title."""

    title = opt.Type(str, default="")
    """Title of a section instead of the usual one; `{name}` stands for the object's name, `{path}` for its path."""

    show = opt.ListOfItems(opt.Choice(PARTS), default=list(PARTS))
    """The parts to show, in this order."""

    toc = opt.Choice(get_args(TocMode), default="section")
    """What appears in the table of contents: the title, the parts too, or nothing."""

    auto = opt.ListOfItems(opt.Type(str), default=[])
    """Patterns of paths, such as `shop.api.*`: a section follows each `::: PATH` of mkdocstrings that one matches."""

    pages = opt.ListOfItems(opt.SubConfig(PagesConfig), default=[])
    """Packages whose public modules get a page of sections each."""

    css = opt.Type(bool, default=True)
    """Whether to add the plugin's small style sheet to the site."""

    ignore = opt.ListOfItems(opt.Choice((*CODES, *sorted(RETIRED))), default=[])
    """Codes of findings to leave out; see the page about findings."""

    levels = opt.Type(dict, default={})
    """Level of each kind of notice: `error`, `warning`, `info` or `debug`."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Check what the single options cannot check alone."""
        errors, warnings = super().validate()
        # Reading the entry points of all installed packages takes longer than a warm build.
        if isinstance(self.writer, str) and self.writer != "offline" and self.writer not in (known := names()):
            errors.append(("writer", opt_error(f"There is no writer {self.writer!r}; installed: {', '.join(known)}.")))
        elif self.writer != "offline" and (error := self._writer_error()) is not None:
            errors.append(("writer", opt_error(str(error))))
        folder = real(Path(self.config_file_path)).parent if self.config_file_path else Path()
        if impossible := [name for name in _PATH_OPTIONS if _holds_null(self[name])]:
            errors += [(name, opt_error("No path holds a null byte.")) for name in impossible]
            return errors, warnings
        if not isinstance(self.pins, str | None):
            pass  # Told already.
        elif self.pins and not real(folder / self.pins).is_relative_to(folder):
            errors.append(("pins", opt_error(f"The folder {self.pins!r} is not inside {folder.name}/.")))
        elif self.pins and real(folder / self.pins) == folder:
            errors.append(("pins", opt_error("Pins need a folder of their own, such as `howto/`.")))
        if isinstance(self.cache, str) and self.cache and folder.is_relative_to(real(folder / self.cache)):
            errors.append(("cache", opt_error("The cache needs a folder of its own, such as `.cache/howto`.")))
        if isinstance(self.shared, str) and self.shared and not _is_address(self.shared):
            # The address itself may hold a password.
            errors.append(("shared", opt_error("It is not an address such as redis://host:6379/0 or valkey://host.")))
        if isinstance(self.shared_wait, int | float) and self.shared_wait < 0:
            errors.append(("shared_wait", opt_error("It is a number of seconds, not less than 0.")))
        for path in _texts(self.paths):
            if not (folder / path).is_dir():
                warnings.append(("paths", f"There is no folder {path!r} below {folder.name}/."))
            elif leads_out(folder, path):
                warnings.append(("paths", f"{path!r} is a link that leads out of {folder.name}/; name its target."))
        for path in _texts(self.examples):
            if not (folder / path).exists():
                warnings.append(("examples", f"There is no {path!r} below {folder.name}/."))
            elif not any(real(folder / path).is_relative_to(one) for one in self._readable(folder)):
                hint = "Name its folder in `paths` if code there belongs to the project."
                errors.append(("examples", opt_error(f"{path!r} is not inside {folder.name}/. {hint}")))
        errors += [("pages", opt_error(problem)) for problem in _misplaced(self.pages)]
        for kind, level in self.levels.items() if isinstance(self.levels, dict) else ():
            if not isinstance(kind, str) or kind not in LEVELS:
                errors.append(
                    ("levels", opt_error(f"There is no kind of notice {kind!r}; kinds: {', '.join(LEVELS)}."))
                )
            elif not isinstance(level, str) or level not in {"error", "warning", "info", "debug"}:
                errors.append(
                    ("levels", opt_error(f"The level of {kind!r} is error, warning, info or debug, not {level!r}."))
                )
        return errors, warnings

    def _readable(self, folder: Path) -> list[Path]:
        """Return the folders that the site's own files are read from."""
        return [folder, *_paths(folder, _texts(self.paths))]

    def _writer_error(self) -> HowtoError | None:
        """What the chosen writer says of its options."""
        folder = real(Path(self.config_file_path)).parent if self.config_file_path else Path()
        try:
            load(self.writer, {**_writer_settings(self), "language": self.language, "root": str(folder)})
        except HowtoError as error:
            return error
        return None


def _misplaced(pages: object) -> Iterator[str]:
    """Yield what is wrong with the folders of pages: each lies inside the site's pages, and no two are one."""
    folders: set[str] = set()
    for one in pages if isinstance(pages, list) else ():
        if not isinstance(one, PagesConfig) or not isinstance(one.into, str):
            continue  # Told already.
        folder = PurePosixPath(one.into)
        is_inside = folder.parts and not folder.is_absolute() and ".." not in folder.parts
        if not is_inside or any(sign in one.into for sign in "\\:\0") or any(map(is_device, folder.parts)):
            yield f"`into` names a folder inside the site's pages, such as `howto`, not {one.into!r}."
        elif (name := folder.as_posix()) in folders:
            yield f"Two packages have their pages in {name!r}; give each an `into` of its own."
        else:
            folders.add(name)


def _is_address(url: str) -> bool:
    from mkdocs_howto.stores.shared import is_address

    return is_address(url)


def opt_error(message: str) -> Exception:
    """An error as MkDocs reports wrong options."""
    return ValidationError(masked(message))  # It may quote an option with a password in it.


def settings_of(config: HowtoConfig, root: Path, handler: PythonHandler | None = None) -> Settings:
    """The frozen settings that the core sees.

    Args:
        config: Validated options.
        root: Folder of the configuration file.
        handler: What mkdocstrings' Python handler is told.
    """
    handler = handler or PythonHandler()
    chosen = config.paths if config.paths is not None else handler.paths or DEFAULT_PATHS
    return Settings(
        root=root,
        paths=tuple(_paths(root, chosen)),
        search_paths=interpreter_paths(),
        handler=handler,
        auto=tuple(config.auto),
        pins=real(root / config.pins) if config.pins else None,
        shared=config.shared or None,
        shared_key_env=config.shared_key_env,
        shared_wait=float(config.shared_wait),
        cache=kept_inside(root, config.cache) if config.cache else None,
        writer=config.writer,
        heading_level=config.heading_level,
        title=config.title,
        show=tuple(dict.fromkeys(config.show)),
        toc=config.toc,
        language=config.language,
        on_rejected="keep" if config.on_rejected == "keep" else "offline",
        writer_settings=_writer_settings(config),
        ignore=tuple(dict.fromkeys(config.ignore)),
        examples=tuple(Path(os.path.normpath(root / path)) for path in _examples(config)),
    )


_WRITER_OPTIONS = (
    "model", "base_url", "api_key_env", "prompt", "prompt_tokens", "max_output_tokens", "temperature", "concurrency",
    "timeout", "budget", "prices", "repair", "no_llm",
)  # fmt: skip


def _writer_settings(config: HowtoConfig) -> dict[str, Any]:
    """The options that are a writer's business alone, as far as they are set."""
    return {name: value for name in _WRITER_OPTIONS if (value := config[name]) is not None}


_PATH_OPTIONS = ("cache", "pins", "paths", "examples", "prompt")


def _holds_null(value: Any) -> bool:
    """Return whether a path, or one of a list, holds a null byte, which no system accepts."""
    given = value if isinstance(value, list) else [value]
    return any(isinstance(one, str) and "\0" in one for one in given)


def _texts(value: object) -> list[str]:
    """Return the items of a list option that are texts; what else stands there is told where its type is checked."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _paths(root: Path, names: Iterable[str]) -> list[Path]:
    """Return the folders that hold the project's packages, with links resolved.

    A link inside the project may come with a branch; what it leads to counts only where an option names it.
    """
    return list(dict.fromkeys(real(root / name) for name in names if not leads_out(root, name)))


def _examples(config: HowtoConfig) -> tuple[str, ...]:
    return DEFAULT_EXAMPLES if config.examples is None else tuple(config.examples)
