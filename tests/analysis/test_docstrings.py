"""What a docstring of the analysis says of its columns is held against the frames that the study prepares."""

import importlib
import inspect
import re

import pandas as pd
import pytest

from carsi_analysis.analysis.names import PLACE
from carsi_analysis.analysis.study import Study, prepared
from carsi_analysis.data import load

MODULES = ("comparison", "conflicts", "contents", "country_money", "coverage", "funding", "goals", "money_known")
MODULES += ("obligations", "profile", "replication", "results", "standing", "threats", "timeline")
ANALYSIS = {name: importlib.import_module(f"carsi_analysis.analysis.{name}") for name in MODULES}
FUNCTIONS = {name for module in ANALYSIS.values() for name, one in vars(module).items() if inspect.isfunction(one)}
OTHERS = re.compile(r"[Cc]olumns of|[Aa]s ``|labels of|[Rr]ows? of|rows kept|<version>")
"""A docstring that speaks of the columns of another result names only what it adds."""


def documented() -> dict[str, str]:
    """Every frame of a study whose docstring names the function that makes it: ``module.function``."""
    held = {name: one for kind in Study.__mro__ for name, one in vars(kind).items() if isinstance(one, prepared)}
    cited = {name: re.findall(r"``(\w+\.\w+)``", one.__doc__ or "") for name, one in held.items()}
    return {name: found[0] for name, found in cited.items() if found and found[0].split(".")[0] in ANALYSIS}


def returned(function: str) -> str:
    """What the docstring says of the result: its section Returns, or its first line where there is none."""
    module, name = function.split(".")
    text = inspect.getdoc(getattr(ANALYSIS[module], name)) or ""
    section = re.search(r"Returns:\n(.*?)(?:\n\n|\Z)", text, re.DOTALL)
    return " ".join((section[1] if section else text).split())


def given_to(function: str) -> set[str]:
    """The names of what a function takes, whose columns its result may hold too."""
    module, name = function.split(".")
    return set(inspect.signature(getattr(ANALYSIS[module], name)).parameters)


def columns_told(text: str) -> set[str]:
    """The names outside of brackets; inside stand values and explanations."""
    outside = text
    while (less := re.sub(r"\([^()]*\)", "", outside)) != outside:
        outside = less
    names = re.findall(r"``(\w+(?:/es)?)``", outside)
    told = {each for name in names for each in ([name[:-3], name[:-6] + "_es"] if name.endswith("/es") else [name])}
    return told - {"PLACE"} | (set(PLACE) if "PLACE" in told else set())


@pytest.fixture(scope="module")
def study() -> Study:
    return Study(load(), country="HND")


@pytest.mark.parametrize("frame", documented())
def test_a_docstring_names_the_columns_that_the_frame_has(study, frame):
    made = getattr(study, frame)
    if not isinstance(made, pd.DataFrame) or made.empty:
        pytest.skip("no frame of these data")
    text = returned(documented()[frame])
    columns = set(made.columns)
    told = columns_told(text) - ((given_to(documented()[frame]) | FUNCTIONS | set(MODULES)) - columns)
    if not told:
        pytest.skip("the docstring points to another result")
    assert told <= columns, "named and not there"
    if not OTHERS.search(text):
        assert columns - told <= {"sources", "rows"}, "there and not named"


def test_most_frames_are_held_to_their_docstring():
    assert len(documented()) > 40
