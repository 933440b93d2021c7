"""Kernels of stock tools, forked from what this process has warm: an ordinary one takes seconds to import."""

from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_client.provisioning import KernelProvisionerFactory

from carsi_analysis.batch.warm.provisioner import NAME


@contextmanager
def forking() -> Iterator[None]:
    """Let the kernels that start here be forked, as ``JUPYTER_DEFAULT_PROVISIONER_NAME`` does for a whole process."""
    factory = KernelProvisionerFactory.instance()
    usual, factory.default_provisioner_name = factory.default_provisioner_name, NAME
    try:
        yield
    finally:
        factory.default_provisioner_name = usual
