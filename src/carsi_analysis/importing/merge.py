"""A reviewed release into a draft of the package: new rows, earlier values kept, what follows from them."""

from collections.abc import Sequence
from fractions import Fraction

from carsi_analysis.importing.compare import Change, SeriesComparison
from carsi_analysis.importing.draft import Draft, Row
from carsi_analysis.importing.incoming import Incoming, Value

SUPERSEDED = "superseded_values"
"""Table of the values that an earlier release gave."""
EDITION = "edition"


def merge(draft: Draft, incoming: Incoming, series: Sequence[SeriesComparison], source_id: str) -> None:
    """Put the values of a release into the draft.

    Every value that the release holds then cites it, whether it changed or not; what it revises or no longer has moves
    to ``superseded_values``. A table with editions keeps the earlier edition itself, as far as it differs.

    Args:
        series: The series that the release renews.
        source_id: The source row of the release.
    """
    # Positions are those of the package: what one series loses must not move the rows of the next.
    held = {each.table: list(draft.rows(each.table)) for each in series}
    for each in series:
        if EDITION in draft.empty_row(each.table):
            _merge_edition(draft, each, held[each.table], source_id, incoming.release[:7])
        else:
            _merge_in_place(draft, each, held[each.table], source_id)


def _merge_in_place(
    draft: Draft, series: SeriesComparison, held: Sequence[Row], source_id: str, edition: str = ""
) -> None:
    rows = draft.rows(series.table)
    column = draft.value_column(series.table)
    for value, position, text in series.present:
        if position is None:
            rows.append(_new_row(draft, value, text, source_id) | _edition_cells(value, edition))
            continue
        row = held[position]
        if row[column] != text:
            _keep_earlier(draft, series.table, row, source_id, "revised")
            row |= {name: "" for name in ("note", "note_es", "qualifier") if name in row} | value.cells
        row |= {"source_id": source_id, "locator": value.cells["locator"], column: text}
    for position in series.vanished:
        _keep_earlier(draft, series.table, held[position], source_id, "vanished")
        rows.remove(held[position])


def _new_row(draft: Draft, value: Value, text: str, source_id: str) -> Row:
    cells = value.key | value.cells | {"source_id": source_id, draft.value_column(value.table): text}
    return draft.empty_row(value.table) | cells


def _keep_earlier(draft: Draft, table: str, row: Row, source_id: str, change: str) -> None:
    kept = {
        "table": table,
        "row": draft.key_of(table, row),
        "source_id": row["source_id"],
        "value": row[draft.value_column(table)],
        "locator": row["locator"],
        "change": change,
        "replaced_by": source_id,
    }
    draft.rows(SUPERSEDED).append(draft.empty_row(SUPERSEDED) | kept)


# Tables with editions


def _merge_edition(draft: Draft, series: SeriesComparison, held: Sequence[Row], source_id: str, edition: str) -> None:
    """Add the release as an edition of its own; of the one before, keep what differs, is missing now or is cited."""
    rows = draft.rows(series.table)
    column = draft.value_column(series.table)
    latest = max(row[EDITION] for row in held)
    if edition == latest:
        _merge_in_place(draft, series, held, source_id, edition)
        return
    cited = _cited_rows(draft, series.table)
    for value, position, text in series.present:
        rows.append(_new_row(draft, value, text, source_id) | _edition_cells(value, edition))
        if position is not None:
            row = held[position]
            if row[column] == text and f"{series.table}/{draft.key_of(series.table, row)}" not in cited:
                rows.remove(row)


def _edition_cells(value: Value, edition: str) -> Row:
    """Edition of a row, and whether its year was still being reported: that of the edition and the one before."""
    return {EDITION: edition, "partial_year": str(value.year >= int(edition[:4]) - 1).lower()} if edition else {}


def _cited_rows(draft: Draft, table: str) -> set[str]:
    """Rows of a table that reconciliations, corrections or conflicts speak of."""
    cited = set(draft.column("reconciliation_terms", "term_row_id"))
    for name, tables, rows in (("corrections", "table", "row"), ("conflicts", "preferred_table", "preferred_row")):
        cited |= {f"{each}/{row}" for each, row in draft.tuples(name, tables, rows)}
    return {row_id for row_id in cited if row_id.startswith(f"{table}/")}


# What follows


def follow(draft: Draft, changes: Sequence[Change]) -> list[Change]:
    """Compute again what the package derives from values that changed: the region's population, counts from rates."""
    followed: list[Change] = []
    if any(change.table == "population" for change in changes):
        followed += _region(draft)
    for count, rate in draft.tuples("indicators", "indicator_id", "derived_from"):
        if rate and any(change.table == "population" or change.series == rate for change in changes):
            followed += _counts(draft, count, rate)
    return followed


REGION_SERIES = "pop_central_america"


def _region(draft: Draft) -> list[Change]:
    """Population of the region, whose rows are derived: the sum of the countries, for every year that all have."""
    rows = draft.rows("population")
    held = {row["year"]: row for row in rows if row["basis"] == "derived"}
    if not held:
        return []
    countries = [place for place, kind in draft.tuples("countries", "country_iso3", "kind") if kind == "country"]
    persons: dict[str, dict[str, Row]] = {}
    for row in rows:
        if row["country_iso3"] in countries:
            persons.setdefault(row["year"], {})[row["country_iso3"]] = row
    followed = []
    for year in sorted(persons.keys() | held.keys()):
        members, found = persons.get(year, {}), held.get(year)
        if len(members) < len(countries):
            if found is not None:
                followed.append(_followed(draft, "population", found, REGION_SERIES, found["persons"], ""))
                rows.remove(found)
            continue
        total = str(sum(int(member["persons"]) for member in members.values()))
        source = members[countries[0]]["source_id"]
        row = found or next(iter(held.values())) | {"year": year, "persons": ""}
        if found is None:
            rows.append(row)
        if row["persons"] != total:
            followed.append(_followed(draft, "population", row, REGION_SERIES, row["persons"], total))
        row |= {"persons": total, "source_id": source}
    return followed


def _counts(draft: Draft, series: str, rate: str) -> list[Change]:
    """Counts: rate times population over 100,000, rounded; of every country and year that has both."""
    rows = draft.rows("observations")
    held = {(row["country_iso3"], row["year"]): row for row in rows if row["indicator_id"] == series}
    if not held:
        return []
    people = draft.tuples("population", "country_iso3", "year", "persons")
    persons = {(country, year): int(count) for country, year, count in people}
    rates = {
        (row["country_iso3"], row["year"]): row["value"]
        for row in rows
        if row["indicator_id"] == rate and row["variant"] == "main" and row["value"]
    }
    followed = []
    for key in sorted(held.keys() - (rates.keys() & persons.keys())):
        followed.append(_followed(draft, "observations", held[key], series, held[key]["value"], ""))
        rows.remove(held[key])
    template = next(iter(held.values()))
    for key in sorted(rates.keys() & persons.keys()):
        count = str(round(Fraction(rates[key]) * persons[key] / 100_000))
        row = held.get(key)
        if row is None:
            locator = f"{rate} times population, {key[1]}"
            row = template | {"country_iso3": key[0], "year": key[1], "value": "", "locator": locator}
            rows.append(row)
        if row["value"] != count:
            followed.append(_followed(draft, "observations", row, series, row["value"], count))
            row["value"] = count
    return followed


def _followed(draft: Draft, table: str, row: Row, series: str, old: str, new: str) -> Change:
    row_id = f"{table}/{draft.key_of(table, row)}"
    country, year = row["country_iso3"], int(row["year"])
    return Change("follows", table, series, row_id, country, year, old=old, new=new)
