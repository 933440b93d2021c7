"""The kernel provisioner ``carsi-provisioner``: forks Python kernels of this environment, starts all others anew.

Any Jupyter program uses it when a kernel specification names it, or when the environment variable
``JUPYTER_DEFAULT_PROVISIONER_NAME`` does.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Integer

from carsi_analysis.batch.warm.client import ForkedKernel, fork_kernel

NAME = "carsi-provisioner"


class ReportProvisioner(LocalProvisioner):
    """Starts a kernel by forking the warm process, with a limit to its memory."""

    warm = Bool(True, help="Fork the kernel from a warm process where that is safe.").tag(config=True)
    memory_bytes = Integer(None, allow_none=True, help="Memory that the kernel may allocate.").tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start an ordinary one."""
        kernel = self._fork(cmd, kwargs) if self.warm else None
        if kernel is None:
            info = await super().launch_kernel(cmd, **kwargs)
            self._limit_memory()
            return info
        self.process = kernel  # type: ignore[assignment]  # it has the part of Popen that is used
        self.pid = self.pgid = kernel.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait until the kernel has ended; a forked one is looked at more often than Jupyter does."""
        if not isinstance(self.process, ForkedKernel):
            return await super().wait()
        while (code := self.process.poll()) is None:
            await asyncio.sleep(0.005)
        self.process = None
        return code

    def _fork(self, cmd: list[str], options: dict[str, Any]) -> ForkedKernel | None:
        same_python = Path(cmd[0]).resolve() == Path(sys.executable).resolve()
        if not same_python or cmd[1:3] != ["-m", "ipykernel_launcher"]:
            return None  # another language or another environment
        return fork_kernel(
            argv=cmd[3:],
            env=dict(options.get("env") or os.environ),
            cwd=str(options.get("cwd") or Path.cwd()),
            memory_bytes=self.memory_bytes,
            quiet=options.get("stderr") == subprocess.DEVNULL,
        )

    def _limit_memory(self) -> None:
        """Limit what an ordinary kernel may allocate; only Linux can do that for a process that runs."""
        if self.memory_bytes and self.process is not None and sys.platform == "linux":
            import resource

            resource.prlimit(self.process.pid, resource.RLIMIT_DATA, (self.memory_bytes, self.memory_bytes))
