"""The published comparison of homicide with and without CARSI, done again with the data held here, and its flaws.

Morales Sánchez (2021) compares the mean homicide rate of three countries with that of Nicaragua, before and after a
year: a difference of differences. It is repeated with its own countries and years, and then with one choice changed at
a time. None of the results is an effect: every country compared received money, and the estimate moves with choices
that nothing in the data decides.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from carsi_analysis.analysis.comparison import NORMAL_95, difference_between_groups, difference_of_means
from carsi_analysis.analysis.provenance import union, with_provenance
from carsi_analysis.errors import CarsiError

STUDY = "morales-sanchez-2021"
GROUP = ("GTM", "HND", "SLV")
"""The countries that the study takes as treated."""

OTHER = "NIC"
"""The country that it takes as untreated."""

DESIGN = {
    "first_year": "morales-first-year",
    "first_year_after": "morales-first-year-after",
    "short_last_year": "morales-last-year-short",
    "full_last_year": "morales-last-year-full",
}
"""Rows of ``evaluation_results`` that hold the years of the study."""

SHORT, FULL = "morales-homicide-short", "morales-homicide-full"
"""Rows of ``evaluation_results`` that hold its two estimates for the homicide rate."""

CHOICES = ("published", "repeated", "no_money_yet", "first_year", "last_year", "country_compared", "country_treated")
"""What a row of ``variants`` changes against the repetition, in the order of reading."""

LABELS = ("label_en", "label_es", "other_en", "other_es")


class NotHeldError(CarsiError):
    """A span of years holds no reliable value of each country compared."""


class Trial(NamedTuple):
    """One estimate to try: what it changes, its spans of years and countries, and how it is told.

    Attributes:
        choice, variant: what it changes, as ``variants`` gives them.
        before, after: first and last year of each span.
        group, other: the countries compared.
        up_to: the last year to name, where it is not that of the values used.
        names: the labels of the country that the variant names.
    """

    choice: str
    variant: str
    before: tuple[int, int]
    after: tuple[int, int]
    group: tuple[str, ...] = GROUP
    other: str = OTHER
    up_to: int | None = None
    names: dict[str, str] = {}  # noqa: RUF012  # never written to


def design(evaluation_results: pd.DataFrame) -> pd.DataFrame:
    """Take the years of the study.

    Returns:
        One row: ``first_year``, ``last_year_before``, ``first_year_after``, ``short_last_year``, ``full_last_year``,
        provenance.
    """
    held = with_provenance(evaluation_results).set_index("result_id")
    rows = held.loc[list(DESIGN.values())]
    years = {name: int(held.loc[result, "value"]) for name, result in DESIGN.items()}
    years["last_year_before"] = years["first_year_after"] - 1
    return pd.DataFrame([{**years, "sources": union(rows["sources"]), "rows": union(rows["rows"])}])


def published(evaluation_results: pd.DataFrame, result_id: str) -> pd.DataFrame:
    """Take one estimate of the study as printed: ``value``, ``std_error``, ``left_out`` (empty), provenance."""
    held = with_provenance(evaluation_results[evaluation_results["result_id"] == result_id])
    return held[["value", "std_error", "sources", "rows"]].assign(left_out=[()] * len(held)).reset_index(drop=True)


def compared(
    homicide: pd.DataFrame,
    before: tuple[int, int],
    after: tuple[int, int],
    group: tuple[str, ...] = GROUP,
    other: str = OTHER,
) -> pd.DataFrame:
    """Compare the change of a group of countries with that of one other: the study's estimate.

    Only years are used in which all countries compared have a reliable value, so that the mean of the group is always
    that of the same countries. The standard error is that of White (HC0), as the study has it: of the product of group
    and time, in a regression of the yearly rates of two units on group, time and their product. It takes each year of
    each unit for an independent draw; the rate of one year follows that of the year before, so that the true
    uncertainty is larger (Bertrand, Duflo and Mullainathan 2004).

    Args:
        homicide: one indicator, as ``threats.indicator_series`` gives it.
        before, after: first and last year of each span, both included.
        group, other: the countries compared.

    Returns:
        One row: ``value`` (the group's change less the other's, in the unit), ``group_change``, ``others_change``,
        ``std_error``, ``first_year``, ``first_year_after``, ``last_year`` (of the values used), ``left_out`` (years of
        the spans that lack a country, as a tuple), provenance.

    Raises:
        NotHeldError: one of the spans holds no year with a value of every country.
    """
    used = homicide[homicide["country_iso3"].isin((*group, other)) & ~homicide["doubtful"]]
    used = used[used["year"].between(*before) | used["year"].between(*after)]
    held = used.groupby("year")["country_iso3"].nunique()
    incomplete = held.index[held < len(group) + 1]
    used = used[~used["year"].isin(incomplete)]
    for first, last in (before, after):
        if not used["year"].between(first, last).any():
            countries = ", ".join((*group, other))
            raise NotHeldError(f"no year from {first} to {last} has a reliable value of each of {countries}")
    found = difference_between_groups(difference_of_means(used, before, after), group, (other,))
    return found.rename(columns={"difference": "value"}).assign(
        std_error=_white_error(used, after[0], group, other),
        first_year=int(used["year"].min()),
        first_year_after=after[0],
        last_year=int(used["year"].max()),
        left_out=[tuple(int(year) for year in incomplete)],
    )


def _white_error(rates: pd.DataFrame, first_after: int, group: tuple[str, ...], other: str) -> float:
    """Give the standard error of White (HC0) of the difference of differences.

    A regression on group, period and both fits the mean of each of the four cells, so that White's sandwich comes
    down to what each mean's own error adds: its variance, of ``n`` and not ``n - 1``, over its years.
    """
    wide = rates.pivot(index="year", columns="country_iso3", values="value")
    units = pd.DataFrame({"group": wide[list(group)].mean(axis="columns"), "other": wide[other]})
    cells = units.groupby(units.index >= first_after)
    return float((cells.var(ddof=0) / cells.count()).to_numpy().sum() ** 0.5)


def repeated(homicide: pd.DataFrame, years: pd.DataFrame, last: str = "short_last_year") -> pd.DataFrame:
    """Do the study's comparison again: its countries and years, as far as values are held.

    Args:
        homicide: one indicator, as ``threats.indicator_series`` gives it, over all years.
        years: as ``design`` gives it.
        last: its last year: that of the short sample, or ``full_last_year``.

    Returns:
        As ``compared`` gives it, with the provenance of the years added; ``value`` is missing where the spans hold no
        reliable value of each country.
    """
    chosen = years.iloc[0]
    before = (int(chosen["first_year"]), int(chosen["first_year_after"]) - 1)
    return _tried(homicide, years, Trial("repeated", "repeated", before, (before[1] + 1, int(chosen[last]))))


def variants(
    homicide: pd.DataFrame,
    evaluation_results: pd.DataFrame,
    countries: pd.DataFrame,
    first_money: int,
) -> pd.DataFrame:
    """Change one choice of the comparison at a time.

    One of the choices is a false start: a first year «after» that lies, as all years then used, before any money, so
    that whatever is found cannot come from it (a placebo in time). Every year that leaves two on either side is taken.

    Args:
        homicide: one indicator, as ``threats.indicator_series`` gives it, over all years.
        evaluation_results, countries: the tables of these names.
        first_money: first fiscal year for which money was appropriated.

    Returns:
        One row an estimate: ``choice`` (of ``CHOICES``), ``variant`` (which of that choice's), ``first_year``,
        ``first_year_after``, ``last_year`` (missing for what the study prints), ``label_en/es``, ``other_en/es`` (of
        the country taken and the one replaced, for other countries), ``value``, ``std_error``, ``low``, ``high`` (95
        percent, 1.96 standard errors to either side), ``left_out`` (as ``compared`` gives it; empty for what the study
        prints), ``indicator_id``, provenance; in the order of reading. ``value`` and what follows from it are missing
        where the data hold no reliable value of each country.
    """
    years = design(evaluation_results)
    trials = [*_other_years(homicide, years, first_money), *_other_countries(homicide, years, countries)]
    found = [
        published(evaluation_results, SHORT).assign(choice="published", variant="short_sample"),
        published(evaluation_results, FULL).assign(choice="published", variant="full_sample"),
        repeated(homicide, years),
        *(_tried(homicide, years, trial) for trial in trials),
    ]
    frame = pd.concat(found, ignore_index=True).assign(indicator_id=homicide["indicator_id"].iloc[0])
    reach = NORMAL_95 * frame["std_error"]
    frame = frame.assign(low=frame["value"] - reach, high=frame["value"] + reach)
    columns = ["choice", "variant", "first_year", "first_year_after", "last_year", *LABELS, "value", "std_error"]
    return frame.reindex(columns=[*columns, "low", "high", "left_out", "indicator_id", "sources", "rows"])


def _tried(homicide: pd.DataFrame, years: pd.DataFrame, trial: Trial) -> pd.DataFrame:
    """Make one estimate; where the values for it are not held, its row stands without a value."""
    try:
        found = compared(homicide, trial.before, trial.after, trial.group, trial.other)
    except NotHeldError:
        missing = {"value": float("nan"), "std_error": float("nan"), "left_out": (), "sources": (), "rows": ()}
        spans = {"first_year": trial.before[0], "first_year_after": trial.after[0], "last_year": trial.after[1]}
        found = pd.DataFrame([spans | missing])
    told = found.assign(choice=trial.choice, variant=trial.variant, **trial.names)
    return _resting_also_on(told if trial.up_to is None else told.assign(last_year=trial.up_to), years)


def _other_years(homicide: pd.DataFrame, years: pd.DataFrame, first_money: int) -> Iterator[Trial]:
    """Change the first year «after», to false starts and to the first money, and the last year compared."""
    start, after, end, full_end = (int(years[name].iloc[0]) for name in DESIGN)
    reliable = homicide.loc[(homicide["country_iso3"] == OTHER) & ~homicide["doubtful"], "year"]
    held = [int(year) for year in reliable] or [after, full_end]
    for year in range(min(held) + 2, after - 1):
        yield Trial("no_money_yet", "false_start", (start, year - 1), (year, after - 1), up_to=after - 1)
    for year, variant in ((first_money, "first_appropriated"), (first_money + 1, "first_paid")):
        yield Trial("first_year", variant, (start, year - 1), (year, end))
    for year in dict.fromkeys((full_end, max(held))):
        yield Trial("last_year", "up_to", (start, after - 1), (after, year), up_to=year)


def _other_countries(homicide: pd.DataFrame, years: pd.DataFrame, countries: pd.DataFrame) -> Iterator[Trial]:
    """Compare with another country, and take the treated countries one by one."""
    start, after, end, _ = (int(years[name].iloc[0]) for name in DESIGN)
    spans = (start, after - 1), (after, end)
    names = countries.set_index("country_iso3")[["label_en", "label_es"]]
    replaced = names.loc[OTHER].rename({"label_en": "other_en", "label_es": "other_es"}).to_dict()
    for iso in sorted(set(homicide["country_iso3"]) - {*GROUP, OTHER}):
        told = names.loc[iso].to_dict() | replaced
        yield Trial("country_compared", "instead", *spans, other=iso, names=told)
    for iso in GROUP:
        yield Trial("country_treated", "alone", *spans, group=(iso,), names=names.loc[iso].to_dict())


def ends(table: pd.DataFrame) -> pd.DataFrame:
    """Say how far the estimates lie apart that change one choice of the repetition.

    False starts are left out: they are no estimates of anything after the money.

    Args:
        table: as ``variants`` gives it.

    Returns:
        One row: ``low``, ``high`` (of the estimates), ``estimates`` (how many), ``covering_zero`` (how many of their
        intervals include zero), provenance; none where nothing could be computed.
    """
    changed = table[~table["choice"].isin(("published", "repeated", "no_money_yet"))].dropna(subset="value")
    if changed.empty:
        return changed
    return pd.DataFrame(
        {
            "low": [changed["value"].min()],
            "high": [changed["value"].max()],
            "estimates": [len(changed)],
            "covering_zero": [int(((changed["low"] <= 0) & (changed["high"] >= 0)).sum())],
            "sources": [union(changed["sources"])],
            "rows": [union(changed["rows"])],
        }
    )


def false_start(table: pd.DataFrame) -> pd.DataFrame:
    """Take the largest difference that the method finds before any money: one row of ``variants``, if there is any."""
    false_starts = table[table["choice"] == "no_money_yet"].dropna(subset="value")
    return false_starts.sort_values("value", key=abs, kind="stable").tail(1)


def _resting_also_on(result: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Add the provenance of one row to that of another."""
    both = {name: [union([result[name].iloc[0], other[name].iloc[0]])] for name in ("sources", "rows")}
    return result.assign(**both)
