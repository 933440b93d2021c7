"""One warm process for all workers of a build: each gets a branch of it, in hundredths of a second instead of seconds.

A branch is a warm process like any other, of one owner: what happens to it and to its kernels concerns no other worker.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from carsi_analysis.batch.warm.client import start_server

_PATIENCE = 5  # seconds that its branches, whose owners are gone, have to end
_LONGEST_ADDRESS = 100  # a Unix socket's path may have 107 bytes


@contextmanager
def shared_warm_process(folder: Path, environment: Mapping[str, str], *, many: bool) -> Iterator[str]:
    """Start the warm process of a build; gives the address at which workers get branches, or "" where none can be.

    Args:
        folder: a folder that only this user may enter.
        environment: what kernels are to have besides our own environment.
        many: whether so many reports are built that it pays to compute ahead what they share.
    """
    address = str(folder / "warm")
    if sys.platform != "linux" or len(address.encode()) > _LONGEST_ADDRESS:
        yield ""
        return
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()  # those who connect before it has imported wait for it
        process, owner = start_server(listener=listener, many=many, environment=environment)
    try:
        with owner:
            yield address
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)  # so that what its kernels used counts as used by this build
    finally:
        process.kill()
        process.wait()
