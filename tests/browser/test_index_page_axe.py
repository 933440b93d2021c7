"""axe-core looks at the index pages; apart from the other tests, since it opens a browser of its own."""

import pytest

from tests.judges.axe import judge

pytestmark = pytest.mark.judge


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "indice.html"])
def test_axe_finds_nothing_and_nothing_is_asked_of_anybody(folder, tmp_path_factory, name, scheme):
    findings, outside = judge(tmp_path_factory.getbasetemp(), folder / name, scheme)
    assert [(finding["id"], finding["help"]) for finding in findings] == []
    assert outside == []
