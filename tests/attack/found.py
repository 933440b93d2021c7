"""What an attack found, told the same way whatever was attacked."""

from dataclasses import dataclass, field


@dataclass
class Result:
    """How often something was tried, in which tries what was promised did not hold, and why some was not tried."""

    tried: int = 0
    found: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def note(self, held: bool, what: str) -> None:
        """Count a try."""
        self.tried += 1
        if not held:
            self.found.append(what)
