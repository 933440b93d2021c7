"""The index pages of a trial edition, in a folder."""

import pytest

from carsi_analysis.batch.edition.index import index_pages
from tests.browser.trial_edition import AROUND, EDITION, FAILED, RECORDS


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    for name, content in index_pages(EDITION, AROUND, RECORDS, FAILED).items():
        (folder / name).write_bytes(content)
    return folder
