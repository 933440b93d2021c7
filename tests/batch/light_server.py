"""A warm process that imports what a kernel needs and nothing of reports, for tests of how processes live and end.

``client.SERVER`` names it there. It starts in a third of the time; ``tests/batch/warm`` holds the real one.
"""

from carsi_analysis.batch.warm import server

server.PRELOAD = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel_launcher", "matplotlib")
server.REHEARSAL = __name__
server._read_data = lambda: None


def rehearse() -> None:
    """Draw nothing."""


def compute() -> None:
    """Compute nothing ahead."""


if __name__ == "__main__":
    server.main()
