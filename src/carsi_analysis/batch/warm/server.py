"""The warm process: it imports what reports need, once, and forks a kernel whenever its owner asks for one.

Forking is safe here because this process has one thread and no zmq context or event loop; it counts its threads
before each fork and refuses when a library has started more. It has one owner, who holds the other end of a
socket pair: when that closes, however the owner ended, every kernel is killed and the process ends. Nobody else
can reach it.

Requests and replies are lines of JSON. ``{"op": "fork", "argv", "env", "cwd", "memory_bytes", "quiet"}`` is
answered with ``{"pid"}`` once the kernel listens, or with ``{"refused"}``; ``{"op": "poll", "pid"}`` with
``{"returncode"}``, which is null while the kernel runs; ``{"op": "renew"}``, after words or data were edited, with
``{"renewed"}``.
"""

import contextlib
import ctypes
import functools
import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from carsi_analysis import words
from carsi_analysis.data import load
from carsi_analysis.errors import CarsiError

PRELOAD = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel_launcher",
    "pdb",
    "sqlite3",
    "tornado.platform.asyncio",
    "IPython.extensions.storemagic",
    "IPython.core.pylabtools",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "pandas",
    "carsi_analysis.exhibits",
)
"""What is imported ahead: modules that start no thread. A library that does start one switches forking off.

``matplotlib_inline`` must stay out: it ties itself to the shell when it is imported, and here is none yet.
"""

REHEARSAL = "carsi_analysis.exhibits.rehearsal"
"""Does once what every report does when it first draws and writes."""

MANY = 2
"""After so many kernels it pays to compute ahead what reports show whatever their parameters."""

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def main() -> None:
    """Import and load, then serve the owner whose socket is passed as a file descriptor until it closes.

    Where a listening socket is passed as well, those who connect to it are served instead, each by its own process.
    """
    sys.path[:] = [folder for folder in sys.path if folder not in ("", str(Path.cwd()))]
    owner, *others = (socket.socket(fileno=int(number)) for number in sys.argv[1:] if number != "many")
    for name in PRELOAD:
        importlib.import_module(name)
    _read_data()
    rehearsal = importlib.import_module(REHEARSAL)
    rehearsal.rehearse()
    gc.collect()
    gc.freeze()  # the collector of a kernel leaves what is shared alone, so that it stays shared
    if not others:
        serve(owner, for_many=rehearsal.compute)
        return
    (listener,) = others
    if "many" in sys.argv:
        _do_for_all(rehearsal.compute)
        serve_each(owner, listener)
    else:
        serve_each(owner, listener, for_many=rehearsal.compute)


def _nothing() -> None:
    """Do nothing: it is done."""


def serve_each(owner: socket.socket, listener: socket.socket, for_many: Callable[[], None] = _nothing) -> None:
    """Serve everyone who connects, each in a process of its own, until the owner is gone, who says nothing.

    Nobody asks how these ended, but the time that they and their kernels used counts only if they are waited for.
    """
    signal.signal(signal.SIGCHLD, _see_off_ended)
    while owner not in select.select([owner, listener], [], [])[0]:
        connection, _ = listener.accept()
        with connection:
            if count_threads() == 1 and os.fork() == 0:
                _become_branch(connection, owner, listener, for_many)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _see_off_ended(_signal: int, _frame: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_branch(
    connection: socket.socket, owner: socket.socket, listener: socket.socket, for_many: Callable[[], None]
) -> NoReturn:
    """In the child: serve one owner, whatever becomes of the process that this was forked from."""
    try:
        for end in (owner, listener):
            end.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        serve(connection, for_many)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def serve(owner: socket.socket, for_many: Callable[[], None] = _nothing) -> None:
    """Answer requests until the owner is gone; then kill what still runs.

    Args:
        owner: the other end of the owner's connection.
        for_many: what to do once ``MANY`` kernels were forked, for those that follow: it would delay fewer.
    """
    running: set[int] = set()
    forked = 0
    with owner.makefile("rwb") as stream:
        try:
            for line in stream:
                request = json.loads(line)
                reply = _answer(request, owner, running)
                stream.write(json.dumps(reply).encode() + b"\n")
                stream.flush()
                if request["op"] == "fork" and (forked := forked + 1) == MANY:
                    _do_for_all(for_many)
        except OSError:
            pass  # the owner died between request and reply
    for pid in running:
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _answer(request: dict[str, Any], owner: socket.socket, running: set[int]) -> dict[str, Any]:
    if request["op"] == "fork":
        return _fork(request, owner, running)
    return _renew() if request["op"] == "renew" else _poll(request, running)


def _read_data() -> None:
    with contextlib.suppress(CarsiError):  # a report that reads the data will say what is wrong with it
        load().make_ready()
        importlib.import_module(REHEARSAL).begin()


def _renew() -> dict[str, Any]:
    """Read words and data again, so that the kernels forked from now on hold them as they are now."""
    words.forget()
    _read_data()
    return {"renewed": True}


def _do_for_all(work: Callable[[], None]) -> None:
    """Do what kernels forked from now on find done; a report that needs what fails will say why it does."""
    with contextlib.suppress(Exception):
        work()
    gc.freeze()


def count_threads() -> int:
    """Count the threads of this process, those of C libraries included."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def _fork(request: dict[str, Any], owner: socket.socket, running: set[int]) -> dict[str, Any]:
    threads = count_threads()
    if threads != 1:
        return {"refused": f"the warm process has {threads} threads"}
    readable, writable = os.pipe()
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        os.close(readable)
        owner.detach()
        _become_kernel(request, writable, parent)
    os.close(writable)
    running.add(pid)
    os.read(readable, 1)  # returns when the kernel listens, or when it has died
    os.close(readable)
    return {"pid": pid}


def _poll(request: dict[str, Any], running: set[int]) -> dict[str, Any]:
    pid = request["pid"]
    finished, status = os.waitpid(pid, os.WNOHANG) if pid in running else (pid, 0)
    if finished == 0:
        return {"returncode": None}
    running.discard(pid)
    return {"returncode": os.waitstatus_to_exitcode(status)}


def _become_kernel(request: dict[str, Any], listening: int, parent: int) -> NoReturn:
    """In the child: turn into the kernel that ``python -m ipykernel_launcher`` would have been."""
    code = 1
    try:
        _leave_the_parent(request, parent)
        _set_environment(request["env"], request["cwd"])
        _start_kernel(request["argv"], listening)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _leave_the_parent(request: dict[str, Any], parent: int) -> None:
    """Get a session, standard streams and signals of one's own, and die with the parent."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the warm process died before it could take this kernel with it")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2) if request["quiet"] else (0,):
        os.dup2(nowhere, descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if request["memory_bytes"]:
        resource.setrlimit(resource.RLIMIT_DATA, (request["memory_bytes"], request["memory_bytes"]))


def _set_environment(environment: dict[str, str], folder: str) -> None:
    """Take the environment of this kernel, and renew what imported modules have remembered of the parent's."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    time.tzset()
    tempfile.tempdir = None
    sys.modules["numpy"].random.seed()  # or all reports would draw the same numbers


def _start_kernel(argv: list[str], listening: int) -> None:
    import ipykernel_launcher
    import matplotlib
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [str(Path(ipykernel_launcher.__file__)), *argv]
    # The parent's number is read from the environment when ipykernel is imported, which was too early.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(argv)
    # matplotlib reads this variable when it is imported, which was before the kernel had set it; without it
    # charts that nobody calls show() on would vanish.
    for parameters in (matplotlib.rcParams, matplotlib.rcParamsOrig):  # type: ignore[attr-defined]
        parameters["backend"] = os.environ["MPLBACKEND"]
    _flush_what_was_said()
    os.write(listening, b"1")
    os.close(listening)
    app.start()


def _flush_what_was_said() -> None:
    """Let the streams of this kernel be flushed only where something was said since, or where children may say it.

    ipykernel flushes four times a cell, and each time one thread waits for another, a twentieth of a report's time.
    """
    children: list[bool] = []
    os.register_at_fork(after_in_parent=lambda: children.append(True))

    def flush(stream: Any, flushed: Callable[[], None]) -> None:
        if children or getattr(stream, "_buffers", True):
            flushed()

    for stream in (sys.stdout, sys.stderr):
        stream.flush = functools.partial(flush, stream, stream.flush)  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
