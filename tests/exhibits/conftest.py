"""The analysis results of the real data, prepared once for all tests of exhibits."""

import pytest

from carsi_analysis.data import load
from carsi_analysis.exhibits.gallery import Prepared


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    return Prepared(load())
