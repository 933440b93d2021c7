"""What an attack found, told the same way whatever was attacked."""

import sys
from dataclasses import dataclass, field


@dataclass
class Result:
    """How often something was tried, in which tries what was promised did not hold, and why some was not tried."""

    what: str
    wanted: int
    """How many tries there will be, as far as that is known beforehand."""
    tried: int = 0
    found: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def note(self, held: bool, what: str) -> None:
        """Count a try; every tenth part of the way is told, and what was found at once."""
        self.tried += 1
        if not held:
            self.found.append(what)
            tell(f"{self.what}: found: {what}")
        if self.tried < self.wanted and self.tried * 10 // self.wanted > (self.tried - 1) * 10 // self.wanted:
            tell(f"{self.what}: {self.tried} of {self.wanted}")


def begun(what: str, wanted: int) -> Result:
    """Say that an attack begins, and give what counts its tries."""
    tell(f"{what}: about {wanted} tries begin")
    return Result(what, wanted)


def tell(line: str) -> None:
    """Tell whoever waits; the table goes to the other stream."""
    print(line, file=sys.stderr, flush=True)
