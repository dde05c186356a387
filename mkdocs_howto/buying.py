"""Sections that cost something: each is asked for by one process only, and kept the moment it arrives."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from mkdocs_howto import files
from mkdocs_howto.answers import Answer, Request, digest
from mkdocs_howto.build import Build, Report, Work, reason_of
from mkdocs_howto.errors import Notice
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import CodeBlock, PaidWriter, Rejected, Result, Unwritten, Written
from mkdocs_howto.settings import Settings
from mkdocs_howto.stores.claims import Claims

if TYPE_CHECKING:
    from mkdocs_howto.stores.entry import Entry

_GLANCE = 0.05
"""Seconds between two looks at what another process is writing."""

_LONGEST_GLANCE = 0.8
"""Seconds between two looks after a while without news."""

_LATE = "another machine was still asking a model"

_UNKEPT = "the cache folder cannot be written, and what is paid for would be lost"


class Buyer:
    """Has a build's paid sections written."""

    def __init__(self, build: Build, settings: Settings, report: Report) -> None:
        self._build = build
        self._settings = settings
        self._report = report
        self._claims = Claims(settings.cache / "locks" if settings.cache is not None else None, build.shared)
        self.bought: set[Request] = set()
        """Requests that are answered with a model's text which this process had written."""
        self._elsewhere: list[Work] = []
        """Work that another process has claimed."""
        self._unkept: list[Work] = []
        """Work that is not bought, since it could not be kept."""

    def buy(self, works: Sequence[Work]) -> Iterator[tuple[Request, Answer]]:
        """Have sections written; what another process is busy with is waited for."""
        if not works:
            return
        alike: dict[str, list[Work]] = {}
        for work in works:
            alike.setdefault(work.key, []).append(work)
        self._build.keep_book()  # If nothing can be kept, nothing is bought.
        self._disclose(works)
        try:
            for work, result in self._rounds([same[0] for same in alike.values()]):
                for same in alike[work.key]:
                    yield from self._taken(same, result)
                self._claims.release(work.key)
        finally:
            self._claims.close()
        self._build.keep([])

    def _rounds(self, works: Sequence[Work]) -> Iterator[tuple[Work, Result | Entry]]:
        """Results for all works; between two rounds, others get time to finish theirs."""
        left, pause, since = works, _GLANCE, time.monotonic()
        while left:
            yield from self._round(left)
            before, left, self._elsewhere = len(left), self._elsewhere, []
            if len(left) < before:
                pause, since = _GLANCE, time.monotonic()
            elif self._build.shared is not None and time.monotonic() - since >= self._settings.shared_wait:
                yield from ((work, Unwritten(work.resolved.block, _LATE)) for work in left)
                return
            if left:
                time.sleep(pause)
                pause = min(2 * pause, _LONGEST_GLANCE)

    def _round(self, works: Sequence[Work]) -> Iterator[tuple[Work, Result | Entry]]:
        """What can be had now; what another process is busy with is left for the next round."""
        found = self._build.fetched([work.key for work in works])
        ready = [work for work in works if work.key in found and not self._is_retried(work, found[work.key])]
        yield from ((work, found[work.key]) for work in ready)
        yield from self._bought([work for work in works if work not in ready])
        for work in self._unkept:
            yield work, Unwritten(work.resolved.block, _UNKEPT)
        self._unkept = []

    def _is_retried(self, work: Work, entry: Entry) -> bool:
        return self._build.is_retried(work.request, entry)

    def _disclose(self, works: Sequence[Work]) -> None:
        """Say once for a project what goes to which machine, before anything does."""
        for writer, _ in self._build.by_writer(works):
            if not isinstance(writer, PaidWriter) or not writer.discloses or self._settings.cache is None:
                continue
            mark = self._settings.cache / f"told-{digest(writer.discloses)[:12]}"
            if mark.exists():
                continue
            self._report(Notice("first-call", writer.discloses))
            with suppress(OSError):
                files.create(mark, f"{writer.discloses}\n".encode())

    def _bought(self, works: Sequence[Work]) -> Iterator[tuple[Work, Result | Entry]]:
        """One round over works: what another process is busy with is left for the next."""
        for writer, own in self._build.by_writer(works):
            waiting: dict[int, Work] = {}
            ready: list[tuple[Work, Entry]] = []
            blocks = self._claimed(own, waiting, ready)
            for result in writer.write(blocks, self._build.asking(waiting), self._build.reviewing(waiting)):
                yield from _drained(ready)
                yield waiting.pop(id(result.block)), result
            yield from _drained(ready)

    def _claimed(
        self, works: Sequence[Work], waiting: dict[int, Work], ready: list[tuple[Work, Entry]]
    ) -> Iterator[CodeBlock]:
        """Blocks that are this process's to write, claimed when they are taken."""
        for work in works:
            if not self._build.can_keep:
                self._unkept.append(work)
                continue
            if not self._claims.take(work.key):
                self._elsewhere.append(work)
                continue
            # Another process may have written it since we looked.
            entry = self._build.kept_anywhere(work.key)
            if entry is not None and not self._is_retried(work, entry):
                ready.append((work, entry))
                continue
            waiting[id(work.resolved.block)] = work
            yield work.resolved.block

    def _taken(self, work: Work, result: Result | Entry) -> Iterator[tuple[Request, Answer]]:
        """Keep what was paid for, and give what is to be shown."""
        build = self._build
        if isinstance(result, Unwritten):
            build.count(work.request, result.reason)
            yield from build.instead(work)
            return
        if isinstance(result, Rejected) and (older := build.stays(work.key)) is not None:
            result = older
        if isinstance(result, Written | Rejected):
            answer = build.finished(work, result.section)
            reason = masked(result.reason) if isinstance(result, Rejected) else reason_of(answer.entry.section)
            if reason:
                again = isinstance(result, Rejected) and result.again
                answer = Answer(dataclasses.replace(answer.entry, rejected=reason, again=again), answer.record)
            build.keep_entry(answer)
        else:
            answer = build.taken_over(work, result)
        shown = build.shown(work.request, answer)
        if isinstance(shown, Answer):
            # What stands in for a rejected text was not bought, though an answer was paid for.
            if shown is answer and isinstance(result, Written | Rejected):
                self.bought.add(work.request)
            yield work.request, shown
        else:
            yield from build.instead(work)


def _drained(ready: list[tuple[Work, Entry]]) -> Iterator[tuple[Work, Entry]]:
    while ready:
        yield ready.pop(0)
