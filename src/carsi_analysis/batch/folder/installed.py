"""What documents are made with: this package's own files, and the versions of the libraries."""

import hashlib
import importlib.metadata
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import carsi_analysis

_PACKAGE_FOLDER = Path(carsi_analysis.__file__).resolve().parent
_NEEDED = re.compile(r"^Requires-Dist: *([A-Za-z0-9._-]+)(?!.*extra ==)", re.MULTILINE)
_VERSION = re.compile(r"^Version: *(.*\S)", re.MULTILINE)


@cache
def library_versions() -> dict[str, str]:
    """Give the version of every distribution that this package needs, directly or not, as far as installed."""
    versions: dict[str, str] = {}
    waiting = ["carsi-analysis"]
    while waiting:
        name = waiting.pop()
        if name in versions:
            continue
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # needed only on another platform or by an extra
        # The description that follows the head may have thousands of lines, and a parser of mails takes its time.
        head, _, _ = (found.read_text("METADATA") or found.read_text("PKG-INFO") or "").partition("\n\n")
        version = _VERSION.search(head)
        versions[name] = version[1] if version else ""
        waiting.extend(re.sub(r"[-_.]+", "-", needed).lower() for needed in _NEEDED.findall(head))
    del versions["carsi-analysis"]
    return dict(sorted(versions.items()))


@cache
def code_hash() -> str:
    """Hash the files of this package, without what Python and the wheel put beside them."""
    whole = hashlib.sha256()
    for name in sorted(_own_files()):
        content = hashlib.sha256((_PACKAGE_FOLDER / name).read_bytes()).hexdigest()
        whole.update(f"{name}\0{content}\n".encode())
    return whole.hexdigest()


def _own_files() -> Iterator[str]:
    for folder, folders, files in os.walk(_PACKAGE_FOLDER):
        folders[:] = [name for name in folders if name not in ("__pycache__", "_package")]
        inside = Path(folder).relative_to(_PACKAGE_FOLDER)
        yield from ((inside / name).as_posix() for name in files)
