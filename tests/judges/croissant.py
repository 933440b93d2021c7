"""mlcroissant, which loads data sets by their Croissant: fetched beside the lock, since it draws in pandas-stubs."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.conftest import require
from tests.once import folder_once

PARTS = ("mlcroissant", "absl-py", "etils", "jsonpath-rw", "networkx", "ply", "rdflib")
"""What it imports to validate and the lock does not hold."""


@cache
def _installed() -> Path:
    return folder_once("mlcroissant", _fetch)


def _fetch(folder: Path) -> None:
    options = ["-q", "--no-deps", "--no-compile", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", folder, *PARTS]
    fetched = subprocess.run(command, capture_output=True, text=True)
    require(fetched.returncode == 0, f"mlcroissant comes from a package index: {fetched.stderr[-300:]}")


def judge(described: Path) -> str:
    """Say what mlcroissant finds wrong with a file; nothing where all is well.

    Args:
        described: a Croissant file, the data beside it.
    """
    validate = [sys.executable, "-m", "mlcroissant.scripts.validate", "--jsonld", described]
    done = subprocess.run(validate, env={**os.environ, "PYTHONPATH": str(_installed())}, capture_output=True, text=True)
    lines = done.stderr.splitlines()
    return "\n".join(lines if done.returncode else [line for line in lines if "WARNING" in line or "ERROR" in line])
