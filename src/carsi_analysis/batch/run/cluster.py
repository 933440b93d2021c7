"""Run reports on the machines of a Dask cluster.

Every worker needs this package, the same data and the same libraries; each job says which, and a worker that
has others refuses it. Files come back over the network, so the machines share no folder.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from carsi_analysis.batch.run.pool import Crew, CrewFactory
from carsi_analysis.errors import CarsiError, UsageError
from carsi_analysis.extras import needs

_PATIENCE = 10  # seconds in which a scheduler has to answer
_ADDRESS = re.compile(r"[a-z]+://(\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):[0-9]+")


class ClusterError(CarsiError):
    """The cluster cannot be reached, or has no workers."""


def dask_cluster(scheduler: str) -> CrewFactory:
    """Use the workers of a Dask scheduler, such as ``tcp://127.0.0.1:8786``: one report a worker thread.

    Raises:
        UsageError: ``scheduler`` is no address.
        CarsiError: Dask is not installed.
        ClusterError: when hired: no scheduler answers at the address, or it has no workers.
    """
    if not _ADDRESS.fullmatch(scheduler):
        raise UsageError(f"--scheduler {scheduler!r} is no address; write it like tcp://127.0.0.1:8786")
    client_of = needs("distributed", "--executor dask runs reports on a Dask cluster").Client

    @contextmanager
    def hire(jobs: int) -> Iterator[Crew]:
        try:
            client = client_of(scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask scheduler answers at {scheduler}: {error}") from error
        with client:
            threads = sum(client.nthreads().values())
            if not threads:
                raise ClusterError(f"the Dask scheduler at {scheduler} has no workers; start some with: dask worker")
            # One job beyond the threads waits at the workers, so that none is idle while results travel.
            yield Crew(client.get_executor(pure=False), threads + 1)

    return hire
