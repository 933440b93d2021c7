"""What a reader picked, checked as the parameters of a report are checked."""

from dataclasses import dataclass, replace
from typing import Any

from carsi_analysis.analysis.study import Study
from carsi_analysis.catalogue import ALL, COUNTRY, EXPLORE, INDICATOR, check_parameters
from carsi_analysis.data import Package
from carsi_analysis.exhibits.locale import Locale
from carsi_analysis.exploring.subjects import Subject, subjects


@dataclass(frozen=True)
class Choice:
    """A checked choice: what, where, in which language, and the study of the years and dollars picked."""

    subject: Subject
    countries: tuple[str, ...]
    study: Study
    locale: Locale


def choose(package: Package, **given: Any) -> Choice:
    """Check what was picked.

    Args:
        package: the data, which say which indicators there are.
        given: parameters of ``catalogue.EXPLORE`` by name; what is left out has its default.

    Raises:
        ParameterError: an unknown name, a value that its declaration does not allow, or a first year after the last.
    """
    known = subjects(package)
    declared = tuple(
        replace(parameter, choices=tuple(known)) if parameter.name == INDICATOR.name else parameter
        for parameter in EXPLORE.parameters
    )
    values = check_parameters(replace(EXPLORE, parameters=declared), given)
    countries = str(values["countries"])
    return Choice(
        subject=known[str(values["indicator"])],
        countries=COUNTRY.allowed if countries == ALL else tuple(countries.split(",")),
        study=Study(package, int(values["start_year"]), int(values["end_year"]), str(values["dollars"])),
        locale=Locale(str(values["language"])),
    )
