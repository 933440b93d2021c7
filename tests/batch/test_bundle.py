"""The zip of an edition is what zipfile alone would write, whoever packs its parts."""

import zipfile

import pytest

from carsi_analysis.batch.edition import bundle

NAMES = ["b.html", "a/c.svg", "a/d.png", "empty.json", "é.txt"]


@pytest.fixture
def folder(tmp_path):
    """Files to pack, more than are held at a time."""
    folder = tmp_path / "edition"
    (folder / "a").mkdir(parents=True)
    for place, name in enumerate(NAMES):
        (folder / name).write_bytes(b"" if name == "empty.json" else f"{name} {place}".encode() * 5000)
    return folder


def test_it_is_byte_for_byte_what_zipfile_writes(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "_AT_ONCE", 2)
    bundle.write_bundle(folder, NAMES, tmp_path / "edition.zip")
    with zipfile.ZipFile(tmp_path / "plain.zip", "w") as archive:
        for name in sorted(NAMES):
            entry = zipfile.ZipInfo(f"edition/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, (folder / name).read_bytes())
    assert (tmp_path / "edition.zip").read_bytes() == (tmp_path / "plain.zip").read_bytes()


def test_a_file_that_is_gone_leaves_no_half_of_a_zip(folder, tmp_path):
    with pytest.raises(FileNotFoundError):
        bundle.write_bundle(folder, [*NAMES, "gone.html"], tmp_path / "edition.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]
