"""How old each source is, the newest year that it gives, and where its next release comes from."""

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from carsi_analysis.data.package import Package
from carsi_analysis.dates import first_day
from carsi_analysis.importing.publishers import file_to_take, next_release
from carsi_analysis.printable import aligned


@dataclass(frozen=True)
class SourceStatus:
    """One source.

    Attributes:
        source_id: Its identifier.
        released: Date of the release as precise as known; empty where it is not.
        days: Age in days, counted from the last day that the date allows; None without a date.
        newest_year: The newest year among the rows that rest on it; None where they have no year.
        rows: Rows that rest on it.
        importer: The importer that takes its next release; empty where rows are entered by hand.
        url: Where to look for the next release.
        superseded_by: A later release of the same thing that the package holds; empty where this is the latest.
    """

    source_id: str
    released: str
    days: int | None
    newest_year: int | None
    rows: int
    importer: str
    url: str
    superseded_by: str = ""


def statuses(package: Package, today: datetime.date) -> list[SourceStatus]:
    """Every source that rows rest on: those with an importer first, the oldest at the top of each part."""
    rows, newest = _use(package)
    found = []
    for source_id in package.sources["source_id"]:
        if source_id in rows:
            source = package.source(source_id)
            released = source.release_date
            importer, page = next_release(source_id)
            found.append(
                SourceStatus(
                    source_id,
                    released,
                    _age(released, today),
                    newest.get(source_id),
                    rows[source_id],
                    importer,
                    page or source.url,
                )
            )
    latest: dict[tuple[str, str], SourceStatus] = {}
    for each in sorted(found, key=lambda each: (each.released, each.source_id)):
        latest[each.importer, each.url] = each
    found = [_beside(each, latest[each.importer, each.url]) for each in found]
    return sorted(found, key=lambda each: (not each.importer, each.released or "9999", each.source_id))


def _beside(each: SourceStatus, latest: SourceStatus) -> SourceStatus:
    return replace(each, superseded_by=latest.source_id) if each.importer and each is not latest else each


def status_text(package: Package, today: datetime.date) -> str:
    """The statuses in plain text: what an importer renews and how, then what people entered."""
    found = statuses(package, today)
    renewed = [each for each in found if each.importer]
    by_hand = [each for each in found if not each.importer]
    names = dict.fromkeys(name for each in renewed for name in each.importer.split(" or "))
    parts = [
        [f"Renewed by an importer ({len(renewed)}), the oldest first", *_table(renewed)],
        ["What to fetch there, for: carsi import NAME FILE", *(f"  {name}: {file_to_take(name)}" for name in names)],
        [f"Entered by hand from documents ({len(by_hand)}), the oldest first", *_table(by_hand)],
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def _table(found: Sequence[SourceStatus]) -> list[str]:
    """Lines of aligned columns below their names."""
    heads = ("source", "released", "age", "newest year", "rows", "where the next release is")
    return [f"  {line}" for line in aligned([heads, *map(_line, found)], "<<<<<<")]


def _line(each: SourceStatus) -> tuple[str, ...]:
    where = each.url or "no address"
    if each.superseded_by:
        where = f"kept beside {each.superseded_by}, which is newer"
    elif each.importer:
        where = f"{each.importer}: {where}"
    newest = str(each.newest_year or "")
    return each.source_id, each.released or "no date", _age_words(each), newest, str(each.rows), where


def _use(package: Package) -> tuple[dict[str, int], dict[str, int]]:
    """Rows and newest year of each source, over all tables but those that only describe."""
    rows: dict[str, int] = {}
    newest: dict[str, int] = {}
    for name in package.tables:
        frame = package.table(name)
        if "source_id" not in frame.columns or name == "sources":
            continue
        years = [column for column in ("year", "fiscal_year", "end_fiscal_year") if column in frame.columns]
        for source_id, group in frame.groupby("source_id"):
            rows[source_id] = rows.get(source_id, 0) + len(group)
            stated = [int(value) for column in years for value in group[column].dropna()]
            if stated:
                newest[source_id] = max(newest.get(source_id, 0), *stated)
    return rows, newest


def _age(released: str, today: datetime.date) -> int | None:
    """Days since the last day that ``2025``, ``2025-05`` or ``2025-05-28`` can mean; never negative."""
    last = first_day(released)
    if last is None:
        return None
    if len(released) == len("2025"):
        last = last.replace(month=12)
    if len(released) < len("2025-05-28"):
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return max((today - last).days, 0)


def _age_words(each: SourceStatus) -> str:
    """The age in words; a year or a month that has not ended yet gives no number of days."""
    days = each.days
    if days is None:
        return ""
    if days == 0 and len(each.released) < len("2025-05-28"):
        return "this year" if len(each.released) == len("2025") else "this month"
    if days < 60:
        return f"{days} days"
    months = days * 12 // 365
    return f"{months} months" if months < 24 else f"{months // 12} years"
