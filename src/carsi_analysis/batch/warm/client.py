"""Asks the warm process of this process for kernels; starts it first, and does without it when it fails."""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import psutil

SERVER = "carsi_analysis.batch.warm.server"
_PATIENCE = 60  # seconds; a warm process that takes longer to answer has failed
_FIXED = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
}
"""Environment of the warm process: nothing starts threads, and sets have the order they have in every kernel."""


class WarmProcessError(RuntimeError):
    """The warm process is gone, or does not fork; an ordinary kernel will do."""


class WarmProcess:
    """The warm process of its owner; several threads may ask it for kernels, one after the other."""

    def __init__(self) -> None:
        """Start it; it imports while the caller goes on."""
        self._process, ours = start_server()
        self._talk_over(ours)

    def _talk_over(self, ours: socket.socket) -> None:
        self.has_forked = False
        self._lock = threading.Lock()
        ours.settimeout(_PATIENCE)
        self._socket = ours
        self._stream = ours.makefile("rwb")

    def ask(self, **request: Any) -> dict[str, Any]:
        """Send a request and return the reply.

        Raises:
            WarmProcessError: it is gone, or hangs.
        """
        try:
            with self._lock:
                self._stream.write(json.dumps(request).encode() + b"\n")
                self._stream.flush()
                line = self._stream.readline()
            if not line:
                raise WarmProcessError("the warm process ended")
            reply: dict[str, Any] = json.loads(line)
        # ValueError: another thread has closed the stream, or the process was killed amid its reply.
        except (OSError, ValueError) as error:
            raise WarmProcessError(str(error)) from error
        return reply

    def close(self) -> None:
        """End it, and with it its kernels."""
        self._hang_up()
        self._process.kill()
        self._process.wait()

    def _hang_up(self) -> None:
        for end in (self._stream, self._socket):
            with contextlib.suppress(OSError):
                end.close()


class Branch(WarmProcess):
    """A warm process that the one of the build has forked for this worker, which is its only owner."""

    def __init__(self, address: str) -> None:
        """Ask the build's warm process for it, which forks it once it has imported.

        Raises:
            OSError: nobody listens at the address.
        """
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        self._talk_over(connection)

    def close(self) -> None:
        """End it: whose owner hangs up kills its kernels and goes."""
        self._hang_up()

    def see_off(self, seconds: float) -> None:
        """End it, and wait until its kernels are gone, in a process that is told to end: it takes no lock."""
        with contextlib.suppress(OSError):
            self._socket.settimeout(seconds)
            self._socket.shutdown(socket.SHUT_WR)
            while self._socket.recv(4096):  # it ends when nobody holds the other side, of which kernels have copies
                pass


def start_server(
    *, listener: socket.socket | None = None, many: bool = False, environment: Mapping[str, str] = MappingProxyType({})
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a warm process.

    Args:
        listener: where it forks others like it for whoever connects.
        many: whether it computes ahead what reports share before it does.
        environment: what it has besides that of this process.

    Returns:
        The process, and our end of the socket pair whose closing ends it.
    """
    ours, its = socket.socketpair()
    ends = [its] if listener is None else [its, listener]
    with its:
        inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
        numbers = [str(end.fileno()) for end in ends]
        process = subprocess.Popen(
            [sys.executable, "-m", SERVER, *numbers, *(["many"] if many else [])],
            cwd="/",  # a file in our working folder must not pass for a module
            stdin=subprocess.DEVNULL,
            env={**inherited, **environment, **_FIXED},
            pass_fds=[end.fileno() for end in ends],
            start_new_session=True,
        )
    return process, ours


class ForkedKernel:
    """A kernel of the warm process, with the part of ``subprocess.Popen`` that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, warm: WarmProcess, **request: Any) -> None:
        """Fork a kernel; return once it listens.

        Raises:
            WarmProcessError: no kernel was forked.
        """
        reply = warm.ask(op="fork", **request)
        if "refused" in reply:
            raise WarmProcessError(reply["refused"])
        warm.has_forked = True
        self._warm = warm
        self.pid: int = reply["pid"]
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs; whoever polls waits for nothing while the warm process works."""
        if self.returncode is None and not self._runs():
            try:
                self.returncode = self._warm.ask(op="poll", pid=self.pid)["returncode"]
            except WarmProcessError:
                self.returncode = -signal.SIGKILL  # kernels die with the warm process
        return self.returncode

    def _runs(self) -> bool:
        """Say whether it has not ended; who has waits for its parent, the warm process, to be asked for its code."""
        try:
            return psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended and return its exit code.

        Raises:
            subprocess.TimeoutExpired: it still runs after ``timeout`` seconds.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.005)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


_lock = threading.Lock()
_current: WarmProcess | None = None
_usable = sys.platform == "linux"
_address = ""


def branch_from(address: str) -> None:
    """Let the warm process of this process be a branch of the build's, which listens at an address."""
    global _address
    _address = address


def warm_up() -> WarmProcess | None:
    """Start the warm process of this process, or return the one that runs; None where forking is no use."""
    global _current
    with _lock:
        if _current is None and _usable:
            _current = _begun()
        return _current


def _begun() -> WarmProcess:
    if _address:
        with contextlib.suppress(OSError):  # it is gone
            return Branch(_address)
    return WarmProcess()


def cool_down() -> None:
    """End the warm process of this process, if there is one; the next kernel starts another."""
    if _current is not None:
        _discard(_current)


def see_off(seconds: float) -> None:
    """In a process that is told to end: wait until kernels that are no children of it are gone."""
    if isinstance(_current, Branch):
        _current.see_off(seconds)


def renew() -> None:
    """Let the warm process of this process, if there is one, read words and data again: they were edited."""
    if _current is not None:
        with contextlib.suppress(WarmProcessError):  # the next kernel starts another
            _current.ask(op="renew")


def _discard(warm: WarmProcess) -> None:
    """End a warm process; one that another thread has put in its place stays."""
    global _current
    with _lock:
        if _current is warm:
            _current = None
        warm.close()


def fork_kernel(**request: Any) -> ForkedKernel | None:
    """Fork a kernel, or return None where that is not possible or not safe.

    A warm process that died is replaced. One that never forked anything, because it cannot import what it should
    or has threads, is not tried again.
    """
    global _usable
    while (warm := warm_up()) is not None:
        try:
            return ForkedKernel(warm, **request)
        except WarmProcessError:
            _usable = warm.has_forked
            _discard(warm)
    return None


def _forget() -> None:
    """In a child of this process: the warm process answers to the parent alone."""
    global _current
    _current = None


atexit.register(cool_down)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
