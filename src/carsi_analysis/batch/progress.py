"""Say how far a build is: a bar with the time left on a terminal, plain lines elsewhere."""

import sys
from typing import Any, Protocol

from tqdm import tqdm


class Progress(Protocol):
    """What a build tells as it goes."""

    def start(self, total: int) -> None:
        """Announce how many documents will be built."""

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        """Tell that a document is finished, and what was wrong with it, if anything."""

    def close(self) -> None:
        """Tell that nothing more will come."""


class Silent:
    """Says nothing."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Say nothing."""


class Lines:
    """A line for each document, for logs."""

    def __init__(self) -> None:
        """Count from nothing."""
        self._total = self._finished = 0

    def start(self, total: int) -> None:
        """Remember the total."""
        self._total = total

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        """Print the line."""
        self._finished += 1
        told = f"failed: {problem}" if problem else f"{seconds:.1f} s"
        print(f"[{self._finished}/{self._total}] {document_id}: {told}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Nothing is left to do."""


class Bar:
    """A bar with the time left, for a terminal."""

    _bar: "tqdm[Any] | None" = None

    def start(self, total: int) -> None:
        """Draw the bar."""
        self._bar = tqdm(total=total, unit="document", file=sys.stderr, dynamic_ncols=True)

    def done(self, document_id: str, seconds: float, problem: str | None) -> None:
        """Move the bar; a failure is printed above it and stays."""
        if self._bar is None:
            return
        if problem:
            self._bar.write(f"{document_id}: failed: {problem}", file=sys.stderr)
        self._bar.set_postfix_str(document_id, refresh=False)
        self._bar.update()

    def close(self) -> None:
        """Leave the bar as it is and give the terminal back."""
        if self._bar is not None:
            self._bar.close()


def choose(*, quiet: bool) -> Progress:
    """Choose how to tell: nothing when quiet, a bar on a terminal, lines otherwise."""
    if quiet:
        return Silent()
    return Bar() if sys.stderr.isatty() else Lines()
