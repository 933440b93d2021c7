"""What the command line asks a build for."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from carsi_analysis.batch.formats import USUAL_FORMATS
from carsi_analysis.batch.locate import default_output
from carsi_analysis.errors import UsageError

if TYPE_CHECKING:
    from carsi_analysis.batch.edition.definition import Edition
    from carsi_analysis.batch.plan import Document


@dataclass(frozen=True)
class Request:
    """What the command line asks for: reports with parameters, or an edition."""

    reports: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    edition: str | None = None
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    out: Path | None = None

    def folder(self) -> Path:
        """Return the output folder."""
        return self.out or default_output()

    def read_edition(self) -> "Edition | None":
        """Read the edition, if one is asked for.

        Raises:
            UsageError: an edition and something that the edition itself decides are both given, or neither.
        """
        if self.edition is None:
            if not self.reports:
                raise UsageError("name a report (see carsi list) or an edition, such as --edition sample")
            return None
        if self.reports or self.given or self.languages or self.formats:
            raise UsageError("an edition says itself which reports, parameters, languages and formats it holds")
        # Imported here, since what was answered before needs no catalogue.
        from carsi_analysis.batch.edition.definition import read_edition

        return read_edition(self.edition)

    def documents(self) -> "list[Document]":
        """List the documents of the reports asked for."""
        from carsi_analysis.batch.plan import parse_assignments, plan_reports

        return plan_reports(self.reports, parse_assignments(self.given), self.languages, self.formats or USUAL_FORMATS)
