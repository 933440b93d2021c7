"""mlcroissant, which loads data sets by their Croissant: fetched beside the lock, since it draws in pandas-stubs."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import require

PARTS = ("mlcroissant", "absl-py", "etils", "jsonpath-rw", "networkx", "ply", "rdflib")
"""What it imports to validate and the lock does not hold."""


def judge(folder: Path, described: Path) -> str:
    """Say what mlcroissant finds wrong with a file; nothing where all is well.

    Args:
        folder: where it may be installed.
        described: a Croissant file, the data beside it.
    """
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder, *PARTS]
    fetched = subprocess.run(command, capture_output=True, text=True)
    require(fetched.returncode == 0, f"mlcroissant comes from a package index: {fetched.stderr[-300:]}")
    validate = [sys.executable, "-m", "mlcroissant.scripts.validate", "--jsonld", described]
    done = subprocess.run(validate, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True)
    lines = done.stderr.splitlines()
    return "\n".join(lines if done.returncode else [line for line in lines if "WARNING" in line or "ERROR" in line])
