"""Every file of a package read once: its description, the text of its tables, its hash."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from carsi_analysis.data.csv_text import TableText, read_table
from carsi_analysis.data.descriptor import PackageDescriptor, read_descriptor
from carsi_analysis.data.place import DESCRIPTOR_FILE
from carsi_analysis.data.plain_text import read_bytes, read_text
from carsi_analysis.data.problems import Problem


@dataclass(frozen=True)
class Files:
    """The bytes of a package: ``datapackage.json`` and the tables that it describes."""

    descriptor: PackageDescriptor | None
    contents: Mapping[str, bytes]
    problems: tuple[Problem, ...]

    @property
    def sha256(self) -> str:
        """Hash over path, length and bytes of every file, in the order of the paths."""
        whole = hashlib.sha256()
        for path, content in sorted(self.contents.items()):
            whole.update(f"{path}\0{len(content)}\0".encode())
            whole.update(content)
        return whole.hexdigest()


def read_files(folder: Path) -> Files:
    """Read the description and the files that it names; what cannot be read becomes a problem."""
    content, problem = read_bytes(folder, DESCRIPTOR_FILE, "the description of a data package")
    if problem is None:
        text, problem = read_text(content, DESCRIPTOR_FILE)
    if problem is not None:
        return Files(None, {}, (problem,))
    descriptor, problems = read_descriptor(text, folder)
    contents = {DESCRIPTOR_FILE: content}
    for table in descriptor.tables if descriptor else ():
        content, problem = read_bytes(folder, table.path, "the CSV file that datapackage.json describes")
        if problem is None:
            contents[table.path] = content
        else:
            problems.append(problem)
    return Files(descriptor, contents, tuple(problems))


def read_tables(files: Files, only: Collection[str] | None = None) -> tuple[dict[str, TableText], list[Problem]]:
    """Cut every file, or those of the tables named, into columns; faulty rows are left out and reported."""
    texts: dict[str, TableText] = {}
    problems: list[Problem] = []
    for table in files.descriptor.tables if files.descriptor else ():
        if table.path not in files.contents or (only is not None and table.name not in only):
            continue
        text, problem = read_text(files.contents[table.path], table.path)
        if problem is not None:
            problems.append(problem)
            continue
        texts[table.name], faults = read_table(text, table)
        problems += faults
    return texts, problems
