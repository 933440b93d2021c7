"""What the tests know of a running lab."""

from dataclasses import dataclass, field
from pathlib import Path


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
