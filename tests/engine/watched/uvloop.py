"""The event loop of the standard library under the name that LiteLLM's proxy insists on; see `sitecustomize.py`."""

from asyncio import new_event_loop

__all__ = ["new_event_loop"]
