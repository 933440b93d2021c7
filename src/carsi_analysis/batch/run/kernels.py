"""One isolated kernel per report: how it is started, how long it may run, and what it may not see.

The kernel is always the Python of this environment, whatever kernels a user has installed. It talks over
sockets in a private folder (over the loopback interface where the system has none), works in that folder, and
is killed when its report is done.
"""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type

from carsi_analysis.batch.warm.provisioner import NAME as PROVISIONER

KERNEL_NAME = "python3"
_LONGEST_SOCKET_FOLDER = 80  # a Unix socket's path may have 107 bytes, or 103 on macOS
QUIET = logging.getLogger("carsi_analysis.batch.run.kernels")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False


class KernelStartError(RuntimeError):
    """The kernel did not come up; a second attempt may help."""


class ReadyClient(AsyncKernelClient):
    """A client that waits for a kernel without the fixed pauses of the stock one, and on a steady clock."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once the kernel has answered a request and reported itself idle again.

        The stock client waits 0.2 s for silence instead, and measures its time limit on the wall clock.

        Raises:
            KernelStartError: the kernel died or did not answer within ``timeout`` seconds.
        """
        limit = 60.0 if timeout is None else timeout
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.kernel_info()
            reply = await self._next(self.get_shell_msg, 1.0)
            answered = reply and reply["msg_type"] == "kernel_info_reply"
            if reply and answered and await self._idle_after(reply["parent_header"]["msg_id"]):
                self._handle_kernel_info_reply(reply)
                return
            if not await self.is_alive():
                raise KernelStartError("the kernel died while starting")
        raise KernelStartError(f"the kernel did not answer within {limit:g} s")

    async def _idle_after(self, request: str) -> bool:
        """Read the broadcast channel until the kernel says that it is idle after ``request``."""
        while message := await self._next(self.get_iopub_msg, 0.2):
            state = message["content"].get("execution_state")
            if state == "idle" and message["parent_header"].get("msg_id") == request:
                return True
        return False

    @staticmethod
    async def _next(get: Any, seconds: float) -> dict[str, Any] | None:
        try:
            message: dict[str, Any] = await get(timeout=seconds)
        except Empty:
            return None
        return message


class IsolatedKernelManager(AsyncKernelManager):
    """Manager of one kernel that keeps its connection file and sockets in a folder of its own."""

    client_factory = Type(ReadyClient, klass=AsyncKernelClient)

    def __init__(self, folder: Path, memory_bytes: int | None, *, warm: bool) -> None:
        """Prepare, but do not start, a kernel.

        Args:
            folder: private folder that holds its connection file, sockets and working folder.
            memory_bytes: what the kernel may allocate; None for no limit.
            warm: fork it from a warm process where that is safe.
        """
        self._spec = KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            name=KERNEL_NAME,
            metadata={
                "kernel_provisioner": {
                    "provisioner_name": PROVISIONER,
                    "config": {"warm": warm, "memory_bytes": memory_bytes},
                }
            },
        )
        transport = "ipc" if os.name == "posix" and len(str(folder)) < _LONGEST_SOCKET_FOLDER else "tcp"
        super().__init__(
            kernel_name=KERNEL_NAME,
            transport=transport,
            connection_file=str(folder / "kernel.json"),
            autorestart=False,
            log=QUIET,
        )

    @property
    def kernel_spec(self) -> KernelSpec:
        """The Python of this environment; kernels installed elsewhere play no part."""
        return self._spec

    async def _async_wait(self, pollinterval: float = 0.01) -> None:
        await super()._async_wait(pollinterval=pollinterval)


def kernel_options(folder: Path) -> dict[str, Any]:
    """Return how a kernel is started: its working folder, its environment, and no terminal to write to.

    Temporary files and IPython's profile lie under ``folder``, so that they vanish with it and a user's
    start-up scripts stay out of reports. One thread for linear algebra and a fixed hash seed keep results
    equal from run to run.
    """
    work, temporary, ipython = (folder / name for name in ("work", "tmp", "ipython"))
    for place in (work, temporary, ipython):
        place.mkdir()
    nobody_looks = {name: value for name, value in os.environ.items() if name != "JPY_SESSION_NAME"}
    environment = {
        **nobody_looks,
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary)),  # Windows reads the last two
        "IPYTHONDIR": str(ipython),
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    return {
        "cwd": str(work),
        "env": environment,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
