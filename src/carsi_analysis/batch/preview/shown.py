"""What a preview shows at a moment: the newest document that could be built, and what is wrong since."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Problem:
    """Why the document could not be built.

    Attributes:
        message: what is wrong and what to do about it.
        cell: the number that Jupyter shows beside the cell; None where it is no cell's fault.
        source: the text of that cell.
    """

    message: str
    cell: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Shown:
    """One state of a preview.

    Attributes:
        version: counts the documents that were built; 0 before the first.
        status: ``building``, ``ready`` or ``failed``.
        seconds: how long the last build took.
    """

    version: int = 0
    status: str = "building"
    seconds: float = 0.0
    content: bytes = b""
    problem: Problem | None = None

    def after(self, built: bytes | Problem, seconds: float) -> "Shown":
        """The state after a build: a new document, or the one before it with what is wrong now."""
        if isinstance(built, Problem):
            return replace(self, status="failed", seconds=seconds, problem=built)
        return Shown(self.version + 1, "ready", seconds, built)


class Board:
    """Where the newest state hangs: one thread puts it up, others wait until it changes."""

    def __init__(self) -> None:
        """Begin with nothing built."""
        self._changed = threading.Condition()
        self._shown = Shown()
        self._closed = False

    @property
    def shown(self) -> Shown:
        """The newest state."""
        return self._shown

    def put(self, shown: Shown) -> None:
        """Put up a state and wake whoever waits for it."""
        with self._changed:
            self._shown = shown
            self._changed.notify_all()

    def close(self) -> None:
        """Send home whoever waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def next_after(self, seen: Shown | None, seconds: float) -> Shown | None:
        """Wait until the state is another than the one seen; None when the time is over or the board is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._shown is not seen, seconds)
            return None if self._closed or self._shown is seen else self._shown

    @property
    def closed(self) -> bool:
        """Whether nothing more will come."""
        return self._closed
