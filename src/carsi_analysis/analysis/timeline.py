"""Laws, announcements, audits and programmes in the order in which they happened."""

from collections.abc import Collection, Iterable

import pandas as pd

from carsi_analysis.analysis.provenance import union, with_provenance

ENOUGH = 3
"""Number of a country's own events from which it needs no others."""

LATEST = 3
"""Events of one country that a profile of two pages has room for."""

KINDS = ("law", "announcement", "meeting", "hearing", "report", "programme", "context")


def happened(
    events: pd.DataFrame,
    amounts: Iterable[pd.DataFrame],
    start_year: int,
    end_year: int,
    kinds: Collection[str] = KINDS,
) -> pd.DataFrame:
    """Take the events of a span of years, each with its amount of money where it has one.

    Args:
        events: the table ``events``.
        amounts: the tables (with ``row_id`` and ``amount_usd``) in which events may find their amount; an event
            whose amount stands in another table is given without it.
        start_year, end_year: calendar years to keep, by the first date.
        kinds: kinds of event to keep.

    Returns:
        ``event_id``, ``date``, ``end_date``, ``date_precision``, ``when`` (a decimal year; the middle of a month or
        year that is not known more closely), ``kind``, ``label_en/es``, ``amount_usd`` (missing for most),
        ``qualifier`` (of the amount), ``mark_en/es`` (a few words, of those that charts mark), ``marks_region``,
        ``question_en/es`` (what few of them let a reader ask), ``note``, ``note_es``, provenance (of the amount too);
        by date.
    """
    frame = with_provenance(events)
    years = frame["date"].str[:4].astype(int)
    frame = frame[years.between(start_year, end_year) & frame["kind"].isin(kinds)].copy()
    frame["when"] = [decimal_year(date) for date in frame["date"]]
    frame["amount_usd"] = frame["amount_usd"].astype("float64")
    held = pd.concat([with_provenance(table) for table in amounts], ignore_index=True)
    held = held.set_index(held["rows"].str[0])
    for position, row_id in frame["amount_row_id"].dropna().items():
        if row_id not in held.index:
            continue
        found = held.loc[row_id]
        frame.at[position, "amount_usd"] = float(found["amount_usd"])
        frame.at[position, "qualifier"] = found["qualifier"]
        frame.at[position, "sources"] = union([frame.at[position, "sources"], found["sources"]])
        frame.at[position, "rows"] = union([frame.at[position, "rows"], found["rows"]])
    columns = ["event_id", "date", "end_date", "date_precision", "when", "kind", "label_en", "label_es", "amount_usd"]
    columns += ["qualifier", "mark_en", "mark_es", "marks_region", "question_en", "question_es"]
    columns += ["note", "note_es", "sources", "rows"]
    return frame[columns].sort_values(["when", "event_id"], ignore_index=True)


def marked(
    events: pd.DataFrame, event_countries: pd.DataFrame, start_year: int, end_year: int, country: str | None = None
) -> pd.DataFrame:
    """Take the events that charts of years mark.

    Args:
        events: the table ``events``; those with words in ``mark_en`` are marked.
        event_countries: the table; an event without a row in it concerns every country.
        start_year, end_year: calendar years to keep.
        country: the country of the chart (ISO code); None: the whole region, whose charts mark fewer.

    Returns:
        ``event_id``, ``when`` (a decimal year), ``mark_en/es``, ``label_en/es``, provenance; by date.
    """
    frame = with_provenance(events.dropna(subset=["mark_en"]))
    if country is None:
        frame = frame[frame["marks_region"].eq(True)]
    else:
        own = event_countries.loc[event_countries["country_iso3"] == country, "event_id"]
        frame = frame[frame["event_id"].isin(own) | ~frame["event_id"].isin(event_countries["event_id"])]
    frame = frame.assign(when=[decimal_year(date) for date in frame["date"]])
    frame = frame[frame["when"].between(start_year, end_year + 1)]
    columns = ["event_id", "when", "mark_en", "mark_es", "label_en", "label_es", "sources", "rows"]
    return frame[columns].sort_values("when", ignore_index=True)


def concerning(events: pd.DataFrame, event_countries: pd.DataFrame, country_iso3: str) -> pd.DataFrame:
    """Keep the events that concern one country; where they are few, the laws for the whole region too.

    Args:
        events: as ``happened`` gives it.
        event_countries: the table; an event without a row in it concerns the region.
        country_iso3: the country.

    Returns:
        The columns of ``events`` for those kept, with ``own``: whether the event concerns this country rather than the
        region.
    """
    own = events["event_id"].isin(event_countries.loc[event_countries["country_iso3"] == country_iso3, "event_id"])
    for_all = ~events["event_id"].isin(event_countries["event_id"]) & (events["kind"] == "law")
    kept = own if own.sum() >= ENOUGH else own | for_all
    return events.assign(own=own)[kept].reset_index(drop=True)


def of_the_region(events: pd.DataFrame, event_countries: pd.DataFrame) -> pd.DataFrame:
    """Keep the laws and announcements of the initiative that name no country, and what charts of the region mark.

    Args:
        events: as ``happened`` gives it.
        event_countries: the table.

    Returns:
        The columns of ``events`` for those kept.
    """
    own = events["kind"].isin(["law", "announcement"]) & ~events["event_id"].isin(event_countries["event_id"])
    return events[own | events["marks_region"].eq(True)].reset_index(drop=True)


def decimal_year(date: str) -> float:
    """Turn a date that may lack day or month into a decimal year, the middle of what it leaves open.

    >>> decimal_year("2012-07-01")
    2012.5
    """
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    month = parts[1] - 1
    within = (parts[2] - 1) / 31 if len(parts) == 3 else 0.5
    return parts[0] + (month + within) / 12
