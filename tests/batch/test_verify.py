"""What is found wrong with a folder or a zip file, by name."""

import contextlib
import io
import json
import os
import random
import shutil
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from carsi_analysis.batch.edition.collection import read_limited, unsafe_name
from carsi_analysis.batch.edition.manifest import checksums
from carsi_analysis.batch.edition.verify import ManifestError, digest_of, verify
from carsi_analysis.batch.folder.output import sha256
from carsi_analysis.batch.folder.records import describe_files
from carsi_analysis.cli import main
from carsi_analysis.errors import CarsiError, UsageError

FILES = {"index.html": b"<html>", "a.csv": b"x\n1\n", "data/b.csv": b"y\n2\n"}


def contents(files=FILES):
    """Give the files of an edition with a manifest and checksums that fit."""
    manifest = {"format": "carsi-edition/1", "failed": {}, "documents": [], "data": {}, "files": describe_files(files)}
    described = json.dumps(manifest).encode()
    listing = checksums({**manifest["files"], "manifest.json": {"sha256": sha256(described)}})
    return {**files, "manifest.json": described, "SHA256SUMS": listing.encode()}


@pytest.fixture
def folder(tmp_path):
    for name, content in contents().items():
        path = tmp_path / "e" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "e"


@pytest.fixture
def zipped(tmp_path):
    """Make a zip of an edition; a function adds what should not be there."""

    def make(tamper=lambda archive: None, without=()):
        with zipfile.ZipFile(tmp_path / "e.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents().items():
                if name not in without:
                    archive.writestr(f"e/{name}", content)
            tamper(archive)
        return tmp_path / "e.zip"

    return make


def test_nothing_is_wrong_with_a_good_edition(folder, zipped):
    assert verify(folder) == []
    assert verify(zipped()) == []


def test_missing_extra_and_changed_files_are_named(folder):
    (folder / "index.html").unlink()
    (folder / "a.csv").write_bytes(b"x\n2\n")
    (folder / "data/b.csv").write_bytes(b"y\n2\nand more")
    (folder / "virus.exe").write_bytes(b"MZ")
    assert verify(folder) == [
        "changed: a.csv",
        "changed: data/b.csv is longer than 4 bytes, its length in the manifest",
        "extra: virus.exe",
        "missing: index.html",
    ]


def test_a_shortened_file_is_changed(folder):
    (folder / "a.csv").write_bytes(b"x\n")
    assert verify(folder) == ["changed: a.csv has 2 bytes instead of 4"]


def test_a_manifest_that_was_adapted_to_a_changed_file_is_found_by_the_checksums(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "a.csv").write_bytes(b"x\n9\n")
    manifest["files"]["a.csv"]["sha256"] = sha256(b"x\n9\n")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert verify(folder) == [
        "changed: SHA256SUMS and manifest.json differ on a.csv",
        "changed: SHA256SUMS and manifest.json differ on manifest.json",
    ]


def test_a_damaged_entry_of_the_manifest_is_named(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["a.csv"] = {"bytes": "many"}
    manifest["files"]["index.html"] = 3
    manifest["files"]["data/b.csv"]["bytes"] = -5
    (folder / "manifest.json").write_text(json.dumps(manifest))
    problems = verify(folder)
    for name in ("a.csv", "data/b.csv", "index.html"):
        assert f"changed: the entry of {name} in manifest.json is damaged" in problems


@pytest.mark.parametrize("length", [-5, -1, True, 4.0, None])
def test_only_a_length_is_a_length(folder, length, monkeypatch):
    """A negative one would have a whole file read."""
    monkeypatch.setattr("carsi_analysis.batch.edition.verify.read_limited", read_listings_only)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = {"a.csv": {"bytes": length, "sha256": ""}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "changed: the entry of a.csv in manifest.json is damaged" in verify(folder)


def read_listings_only(collection, name, limit):
    assert name in ("manifest.json", "SHA256SUMS"), f"{name} was read"
    return read_limited(collection, name, limit)


def test_what_a_manifest_says_cannot_act_on_the_terminal(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] |= {"x\x1b[2J": {"bytes": 1, "sha256": ""}, "\ud800": {}, "a.csv": {}}
    manifest["failed"] = {"brief\x07": "r\nedition: every file is as the manifest says\u202e"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "extra\x1b]0;owned").write_bytes(b"")
    problems = verify(folder)
    assert all(line.isprintable() for line in problems)
    assert r"missing: x\x1b[2J" in problems
    assert r"extra: extra\x1b]0;owned" in problems
    assert r"not built: brief\x07 (r\nedition: every file is as the manifest says\u202e)" in problems


def test_a_link_is_unsafe(folder, tmp_path):
    (tmp_path / "secret").write_bytes(b"x\n1\n")
    (folder / "a.csv").unlink()
    (folder / "a.csv").symlink_to(tmp_path / "secret")
    assert verify(folder) == ["missing: a.csv", "unsafe: 'a.csv' is a link"]


@pytest.mark.parametrize(
    "damage",
    [None, b"", b"{", b"[]", b'{"format": "other"}', b'{"format": "carsi-edition/1"}', b"[" * 200_000],
    ids=["missing", "empty", "cut off", "a list", "another format", "without parts", "nested deeply"],
)
def test_without_a_manifest_there_is_nothing_to_check_against(folder, damage):
    (folder / "manifest.json").unlink()
    if damage is not None:
        (folder / "manifest.json").write_bytes(damage)
    with pytest.raises(ManifestError):
        verify(folder)


def test_something_else_than_an_edition(tmp_path):
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(UsageError, match="neither a folder nor a zip file"):
        verify(tmp_path / "x.txt")


@pytest.mark.parametrize(
    "name",
    ["../evil", "e/../../evil", "/etc/passwd", "e/C:evil", "e\\..\\evil", "e/a\nb", "other/a.csv", "loose", "e/"],
)
def test_entries_that_would_be_unpacked_elsewhere_are_named(zipped, name):
    path = zipped(lambda archive: archive.writestr(zipfile.ZipInfo(name), b"x"))
    (problem,) = verify(path)
    assert problem.startswith(f"unsafe: {name!r}")


@pytest.mark.parametrize("name", ["../evil", "loose", "other/"])
def test_what_comes_first_in_a_zip_does_not_decide_which_folder_is_the_edition(zipped, tmp_path, name):
    with zipfile.ZipFile(zipped()) as good, zipfile.ZipFile(tmp_path / "tampered.zip", "w") as tampered:
        tampered.writestr(zipfile.ZipInfo(name), b"")
        for entry in good.infolist():
            tampered.writestr(entry, good.read(entry))
    (problem,) = verify(tmp_path / "tampered.zip")
    assert problem.startswith(f"unsafe: {name!r}")


def test_a_folder_that_was_zipped_again_is_as_good_as_before_but_for_the_notes_of_its_build(folder, tmp_path):
    (folder / ".carsi/records").mkdir(parents=True)
    (folder / ".carsi/lock").write_text("7\n")
    path = shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path, "e")
    with zipfile.ZipFile(path) as archive:
        assert {"e/", "e/data/", "e/.carsi/lock"} <= set(archive.namelist())
    assert verify(Path(path)) == ["extra: .carsi/lock"]


def test_the_notes_of_a_build_are_no_place_to_hide(zipped):
    def hide(archive):
        archive.writestr(zipfile.ZipInfo("e/.carsi/../../evil"), b"x")
        link = zipfile.ZipInfo("e/.carsi/link/")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "")

    problems = verify(zipped(hide))
    assert [problem.split("'")[1] for problem in problems] == ["e/.carsi/../../evil", "e/.carsi/link/"]


def test_a_name_cut_at_a_nul_is_named():
    assert unsafe_name("a.csv\0.exe")


def test_an_entry_that_is_there_twice_is_named(zipped):
    def twice(archive):
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("e/a.csv", b"x\n2\n")

    assert verify(zipped(twice)) == ["unsafe: 'e/a.csv' is there twice"]


def test_a_link_in_a_zip_is_named(zipped):
    def link(archive):
        entry = zipfile.ZipInfo("e/link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")

    assert verify(zipped(link)) == ["unsafe: 'e/link' is not a plain file"]


def test_a_zip_bomb_is_named_without_being_unpacked(zipped):
    path = zipped(lambda archive: archive.writestr("e/a.csv", bytes(50_000_000)), without=["a.csv"])
    problems = verify(path)
    assert problems[0] == "missing: a.csv"
    assert "a zip bomb" in problems[1]


def test_an_entry_that_lies_about_its_size_is_read_no_further(zipped):
    """The directory says four bytes, the data unpacks to more: reading stops at the length in the manifest."""
    path = zipped(lambda archive: archive.writestr("e/a.csv", b"x\n1\n" * 500), without=["a.csv"])
    raw = path.read_bytes()
    size = struct.pack("<L", 2000)
    assert raw.count(size) == 2
    path.write_bytes(raw.replace(size, struct.pack("<L", 4)))
    (problem,) = verify(path)
    assert problem.startswith("changed: a.csv")


def test_a_damaged_entry_is_changed(zipped):
    path = zipped()
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"e/data/b.csv") + len("e/data/b.csv")] ^= 0xFF
    path.write_bytes(bytes(raw))
    (problem,) = verify(path)
    assert problem.startswith("changed: data/b.csv")


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_damaged_byte_ends_in_a_traceback(zipped, packing):
    def noise(archive):
        archive.writestr("e/a.csv", random.Random(1).randbytes(200), packing)

    path = zipped(noise, without=["a.csv"])
    raw = path.read_bytes()
    for place in range(len(raw)):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0x55]) + raw[place + 1 :])
        with contextlib.suppress(CarsiError):
            verify(path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"PK\x05\x06" + bytes(4) + struct.pack("<HHLLH", 5, 5, 100, 200, 0),
        lambda raw: raw.replace(b"PK\x01\x02", b"PK\x01\x00", 1),
        lambda raw: raw.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x63", 1),
    ],
    ids=["no list of entries", "damaged list of entries", "a version of the far future"],
)
def test_a_zip_whose_list_of_entries_is_damaged_is_refused(zipped, damage):
    path = zipped()
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(UsageError, match=r"is a damaged zip file .*; fetch or build it again"):
        verify(path)


# Beside the files of the manifest


def test_what_hides_in_a_zip_is_named(zipped):
    def tamper(archive):
        archive.writestr("e/.carsi/records/brief.json", "{}")
        archive.comment = b"read me"

    assert verify(zipped(tamper)) == ["extra: .carsi/records/brief.json", "extra: a comment in the zip file"]


@pytest.mark.parametrize("where", ["before", "between"])
def test_bytes_that_no_entry_lists_are_named(zipped, where):
    path = zipped()
    content = path.read_bytes()
    if where == "before":
        path.write_bytes(b"#!/bin/sh\nexit\n" + content)
    else:  # a whole entry that the list at the end leaves out
        with zipfile.ZipFile(path) as archive:
            start = archive.start_dir
        hidden = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 5, 5, 1, 0) + b"xhello"
        directory, end = content[start:-22], content[-22:]
        moved = end[:16] + struct.pack("<I", start + len(hidden)) + end[20:]
        path.write_bytes(content[:start] + hidden + directory + moved)
    (problem,) = verify(path)
    assert problem.endswith("bytes between the entries of the zip file")


def test_a_zip_that_was_packed_as_a_stream_is_whole(tmp_path):
    class Stream(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *arguments):
            raise io.UnsupportedOperation

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents().items():
            archive.writestr(f"e/{name}", content)
    (tmp_path / "e.zip").write_bytes(stream.getvalue())
    assert verify(tmp_path / "e.zip") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_and_a_linked_folder_are_unsafe_and_never_opened(folder, tmp_path):
    os.mkfifo(folder / "pipe")
    (tmp_path / "elsewhere").mkdir()
    (folder / ".carsi").symlink_to(tmp_path / "elsewhere")
    assert verify(folder) == ["unsafe: '.carsi' is a link", "unsafe: 'pipe' is neither a file nor a folder"]
    with pytest.raises(UsageError, match="pipe is neither a folder nor a zip file"):
        verify(folder / "pipe")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("0" * 64 + "  a.csv", "a.csv"),
        ("0" * 64 + "  elsewhere.csv", "elsewhere.csv"),
        ("0" * 64 + " *a.csv", "0" * 64 + " *a.csv"),
        ("", ""),
    ],
)
def test_a_line_too_many_in_the_checksums_is_named(folder, line, told):
    path = folder / "SHA256SUMS"
    path.write_text(f"{line}\n" + path.read_text())
    assert verify(folder) == [f"changed: SHA256SUMS and manifest.json differ on {told}"]


def test_one_digest_stands_for_the_folder_and_the_zip_and_no_other(folder, zipped):
    digest = digest_of(folder)
    assert digest == sha256((folder / "SHA256SUMS").read_bytes()) == digest_of(zipped())
    expected = CliRunner().invoke(main, ["verify", str(folder), "--expect", f"sha256:{digest}"])
    assert (expected.exit_code, expected.stdout) == (0, f"sha256:{digest}\n")
    other = CliRunner().invoke(main, ["verify", str(folder), "--expect", "0" * 64])
    assert other.exit_code == 1
    assert other.stdout == f"another edition: its digest is sha256:{digest}, and {'0' * 64} was expected\n"
