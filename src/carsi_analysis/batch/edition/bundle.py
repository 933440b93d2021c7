"""One zip file of an edition to hand out: the same files give the same bytes."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can hold; dates of files say nothing here
_PACKED = (".html", ".ipynb", ".svg", ".csv", ".json", ".toml", ".txt")


def write_bundle(folder: Path, names: Iterable[str], target: Path) -> None:
    """Pack files of ``folder`` into the zip ``target``, under a folder of the target's name.

    Names are sorted, dates and permissions fixed; what is already compressed is stored as it is. The zip is
    written beside and renamed into place.

    Raises:
        OSError: the folder cannot be written.
    """
    staged = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(staged, "w") as archive:
            for name in sorted(names):
                _add(archive, f"{target.stem}/{name}", (folder / name).read_bytes())
        staged.replace(target)
    finally:
        staged.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
    entry.create_system = 3  # Unix, on whatever system it is made
    entry.external_attr = 0o100644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(_PACKED) else zipfile.ZIP_STORED
    archive.writestr(entry, content)
