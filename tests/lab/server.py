"""What the tests know of a running lab."""

from dataclasses import dataclass, field
from pathlib import Path

OWN_NOTEBOOK = "my notes [draft] (1).ipynb"
"""A notebook of the user's own that lies in the folder already."""


@dataclass
class LabServer:
    """A running lab: its address and token, the folder it serves, and every address its pages asked for."""

    address: str
    token: str
    port: int
    pid: int
    folder: Path
    log: Path
    requested: list[str] = field(default_factory=list)
