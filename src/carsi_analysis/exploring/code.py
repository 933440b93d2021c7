"""The line of Python that gives the frame behind a chart, to copy into a notebook of one's own."""

from carsi_analysis.exhibits.exhibit import Exhibit
from carsi_analysis.exploring.choice import Choice
from carsi_analysis.exploring.subjects import APPROPRIATIONS, OBLIGATIONS


def code_of(choice: Choice, exhibit: Exhibit, *, last_only: bool = False) -> str:
    """Write the line; ``import carsi_analysis as carsi`` stands before it.

    Args:
        choice: what was picked.
        exhibit: what it shows; its evidence holds the rows that the line gives.
        last_only: whether it shows each country's last value alone.
    """
    study = choice.study
    dollars = ', dollars="constant"' if study.dollars.constant and choice.subject.in_dollars else ""
    made = f"carsi.study(start_year={study.start_year}, end_year={study.end_year}{dollars})"
    if choice.subject.subject_id == APPROPRIATIONS:
        return f"{made}.appropriations"
    shown = set(exhibit.evidence["country_iso3"])
    # One country alone stands among the others, and so it does in the frame.
    chosen = "" if shown - set(choice.countries) else _query(choice)
    if choice.subject.subject_id == OBLIGATIONS:
        return f"(study := {made}).in_dollars(study.by_country_and_agency{chosen})"
    last = '.sort_values("year").groupby("country_iso3").tail(1)' if last_only else ""
    return f'{made}.series("{choice.subject.subject_id}"){chosen}{last}'


def _query(choice: Choice) -> str:
    if set(choice.countries) == set(choice.study.countries):
        return ""
    return f'.query("country_iso3 in {list(choice.countries)}")'
