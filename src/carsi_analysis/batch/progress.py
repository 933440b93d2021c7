"""Say how far a build is: a bar with the time left on a terminal, plain lines elsewhere."""

import os
import sys
from typing import Any

from tqdm import tqdm

from carsi_analysis.printable import printable

_USUAL_COLUMNS, _USUAL_ROWS = 80, 24


class Progress:
    """What a build tells as it goes; this one listens and says nothing."""

    def start(self, total: int) -> None:
        """Announce how many documents will be built."""

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        """Tell that a document is finished, and what was wrong with it, if anything."""

    def close(self) -> None:
        """Tell that nothing more will come."""


class Lines(Progress):
    """A line for each document as it is done, and one before the first, for logs."""

    def __init__(self) -> None:
        self._total = self._finished = 0

    def start(self, total: int) -> None:
        self._total = total
        if total:
            print(f"building {total} document{'s' * (total > 1)}", file=sys.stderr, flush=True)

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        self._finished += 1
        told = f"failed: {printable(problem)}" if problem else f"{seconds:.1f} s"
        print(f"[{self._finished}/{self._total}] {document_id}: {told}", file=sys.stderr, flush=True)


class Bar(Progress):
    """A bar with the time left, for a terminal; failures are printed above it and stay."""

    _bar: "tqdm[Any] | None" = None

    def start(self, total: int) -> None:
        self._bar = tqdm(total=total, unit="document", file=sys.stderr, ncols=_columns(), nrows=_USUAL_ROWS)

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        if self._bar is None:
            return
        if problem:
            self._bar.write(f"{document_id}: failed: {printable(problem)}", file=sys.stderr)
        self._bar.ncols = _columns()  # the window may have been resized
        self._bar.set_postfix_str(document_id, refresh=False)
        self._bar.update()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _columns() -> int:
    """Return the width of the terminal; one that does not know its own, as in some containers, says 0."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_COLUMNS
    except (OSError, ValueError):
        return _USUAL_COLUMNS


def choose(*, quiet: bool) -> Progress:
    """Choose how to tell: nothing when quiet, a bar on a terminal, lines otherwise."""
    if quiet:
        return Progress()
    return Bar() if sys.stderr.isatty() else Lines()
