"""What the commands ``carsi export workbook`` and ``carsi export sqlite`` do."""

from collections.abc import Sequence
from pathlib import Path

from carsi_analysis.errors import UsageError
from carsi_analysis.files import write_atomically


def write_workbook_to(out: Path, edition: Path | None, languages: Sequence[str]) -> list[str]:
    """Write the workbook of an edition, or of the data package; give a line for each thing that is not in it.

    Raises:
        UsageError: the file is not named as Excel wants it, or there is nothing in a language.
        CarsiError: XlsxWriter is missing, or the edition is not whole.
    """
    from carsi_analysis.extras import needs

    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"--out {out}: Excel opens no workbook whose name does not end in .xlsx")
    needs("xlsxwriter", "XlsxWriter writes workbooks")  # told before a whole edition is read
    if edition:
        from carsi_analysis.batch.take.edition_book import edition_book

        content, missing = edition_book(edition, languages)
    else:
        from carsi_analysis.batch.take.data_book import data_book
        from carsi_analysis.data import load

        content, missing = data_book(load(), languages)
    write_atomically(out, content)
    return missing


def write_database_to(out: Path, edition: Path | None) -> list[str]:
    """Write the database of an edition, or of the data package; give a line for each thing that is not in it.

    Raises:
        CarsiError: the edition is not whole.
    """
    if edition:
        from carsi_analysis.batch.take.edition_database import edition_database

        content, missing = edition_database(edition)
    else:
        from carsi_analysis.batch.take.data_database import data_database
        from carsi_analysis.data import load

        content, missing = data_database(load()), []
    write_atomically(out, content)
    return missing
