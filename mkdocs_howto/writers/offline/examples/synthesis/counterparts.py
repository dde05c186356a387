"""Functions that show or undo what another one has done: `get_level` for `set_level`, `pop_task` for `push_task`."""

from __future__ import annotations

from dataclasses import dataclass

from mkdocs_howto.section import Shape
from mkdocs_howto.writers.offline.examples import state
from mkdocs_howto.writers.offline.examples.synthesis.arguments import Arguments
from mkdocs_howto.writers.offline.examples.synthesis.draft import Draft

_UNDONE = {"push": "pop", "set": "reset", "register": "unregister", "enable": "disable", "activate": "deactivate"}
_READ = ("get_{}", "get_current_{}", "current_{}", "is_{}")


@dataclass(frozen=True, slots=True)
class Counterparts:
    """Finds them in the module of the function."""

    arguments: Arguments

    def show(self, draft: Draft, path: str) -> None:
        """Show what a function did that gives nothing back, and undo it.

        Args:
            draft: Holds its call.
            path: The function's.
        """
        module, _, name = path.rpartition(".")
        verb, _, rest = name.partition("_")
        if not rest or verb not in _UNDONE:
            return
        for form in _READ:
            reader = self._plain(f"{module}.{form.format(rest)}")
            if reader is not None:
                call = f"{self.arguments.bring(draft, f'{module}.{reader.name}')}()"
                returned = reader.signature.returns if reader.signature is not None else ""
                given = state.opaque(returned, module, self.arguments.project)
                draft.body.append(f"print({state.readable(given, self.arguments.project, call) if given else call})")
                break
        if self._plain(f"{module}.{_UNDONE[verb]}_{rest}") is not None:
            draft.body.append(f"{self.arguments.bring(draft, f'{module}.{_UNDONE[verb]}_{rest}')}()")

    def _plain(self, path: str) -> Shape | None:
        """A function that needs no arguments."""
        found = self.arguments.project.shape(path)
        if found is None or found.kind != "function" or found.signature is None or "async" in found.labels:
            return None
        return None if any(one.required for one in found.signature.parameters) else found
