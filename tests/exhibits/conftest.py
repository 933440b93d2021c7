"""A study of the real data, its results computed once for all tests of exhibits."""

import pytest

from carsi_analysis.analysis.study import Study
from carsi_analysis.data import load


@pytest.fixture(scope="session")
def study() -> Study:
    return Study(load())
