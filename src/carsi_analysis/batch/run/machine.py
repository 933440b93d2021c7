"""What a machine must allow before reports run on it; what it does not allow is told with its cure."""

import os
import signal
from multiprocessing import resource_tracker

from carsi_analysis.errors import CarsiError
from carsi_analysis.files import temporary_files

try:
    import resource
except ImportError:  # Windows, which counts open files otherwise
    resource = None  # type: ignore[assignment]

OPEN_FILES = 256
"""Files that a process may need at once: the sockets of a kernel alone are about 70."""


class MachineError(CarsiError):
    """The machine does not allow what reports need."""


def make_ready() -> None:
    """Make ready to run reports in processes of this machine.

    Raises:
        MachineError: too few files may be open.
        TemporaryFilesError: none can be written for a while.
    """
    _allow_open_files()
    with temporary_files():
        _keep_tracker()


def _allow_open_files() -> None:
    if resource is None:
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed >= OPEN_FILES or allowed == resource.RLIM_INFINITY:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, max(OPEN_FILES, most)))
    except (OSError, ValueError) as error:
        raise MachineError(
            f"{allowed} files may be open at once, and reports need {OPEN_FILES}; raise the limit with "
            f"`ulimit -n {OPEN_FILES}`, or ask whoever runs this machine"
        ) from error


def _keep_tracker() -> None:
    """Start Python's process that removes semaphores, and let it outlive a terminal that is closed.

    Otherwise the closing ends it together with the build, and nobody is left who removes them.
    """
    if os.name != "posix":
        return
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        resource_tracker.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
