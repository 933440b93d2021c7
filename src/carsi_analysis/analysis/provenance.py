"""Every row knows the sources and the data rows it rests on, through filters, joins and sums.

Two columns carry it: ``sources``, a sorted tuple of source identifiers, and ``rows``, a sorted tuple of row
identifiers (``table/key``). Exhibits derive source lines, reference marks and caveats from them.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

PROVENANCE = ["sources", "rows"]


def with_provenance(table: pd.DataFrame) -> pd.DataFrame:
    """Replace ``source_id`` and ``row_id`` of a data table by the provenance columns.

    Args:
        table: a table of the data package, one sourced fact a row.

    Returns:
        The same rows and other columns, with ``sources`` and ``rows``; ``locator`` and ``note`` stay.

    Raises:
        KeyError: the table names no source or has no row identifier.
    """
    frame = table.drop(columns=["source_id", "row_id"])
    frame["sources"] = [(source,) for source in table["source_id"]]
    frame["rows"] = [(row,) for row in table["row_id"]]
    return frame


def union(tuples: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Join provenance tuples into one, sorted and without repetition."""
    return tuple(sorted({item for one in tuples for item in one}))


def aggregate(frame: pd.DataFrame, by: Sequence[str], value: str, how: str = "sum") -> pd.DataFrame:
    """Aggregate one column by groups; each result row rests on all the rows of its group.

    Args:
        frame: rows with provenance.
        by: the grouping columns; they come back as ordinary columns, sorted.
        value: the column to aggregate; its unit does not change under sum, mean, min or max.
        how: the name of a pandas aggregation.

    Returns:
        ``by``, ``value``, ``sources``, ``rows``.

    Raises:
        ValueError: a value is missing, since a sum over a gap would be a wrong number.
    """
    if frame[value].isna().any():
        missing = frame.loc[frame[value].isna(), "rows"].iloc[0]
        raise ValueError(f"{value} is missing in {', '.join(missing)}; leave the row out or show the gap")
    groups = frame.groupby(list(by), sort=True, observed=True)
    result = groups[value].agg(how).reset_index()
    for column in PROVENANCE:
        result[column] = groups[column].agg(union).to_numpy()
    return result


def sources_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """List the sources that the rows of a frame rest on."""
    return union(frame["sources"])


def rows_of(frame: pd.DataFrame) -> tuple[str, ...]:
    """List the data rows that the rows of a frame rest on."""
    return union(frame["rows"])
