"""Editions that somebody changed: ``carsi verify`` must name the change, and never crash over it."""

import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from carsi_analysis.batch.edition.manifest import CHECKSUMS, MANIFEST, checksums
from carsi_analysis.batch.edition.verify import digest_of, verify
from carsi_analysis.batch.folder.output import sha256
from carsi_analysis.batch.folder.records import describe_files
from carsi_analysis.errors import CarsiError
from tests.attack.found import Result, begun

Bend = Callable[[Path, random.Random], None]


def small_edition(folder: Path) -> Path:
    """An edition in form, of a few small files."""
    files = {f"data/brief-{n}/t.csv": f"year,value\n2008,{n}\n".encode() for n in range(4)}
    files |= {"index.html": b"<html><p>one</p></html>", "brief-en.html": b"<html>" + b"x" * 5000}
    manifest = {"format": "carsi-edition/1", "failed": {}, "documents": [], "data": {}, "files": describe_files(files)}
    described = json.dumps(manifest).encode()
    listing = checksums({**manifest["files"], MANIFEST: {"sha256": sha256(described)}})  # type: ignore[dict-item]
    for name, content in {**files, MANIFEST: described, CHECKSUMS: listing.encode()}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def attack_editions(edition: Path, room: Path, count: int, seed: int) -> Result:
    """Bend copies of an edition, as folder and as zip file, and ask whether it is whole."""
    result, dice = begun("editions bent, as folder and as zip file", count), random.Random(f"editions {seed}")
    whole = digest_of(edition)
    for number in range(count):
        bend = BENDS[number % len(BENDS)]
        copy = room / f"{number}" / edition.name
        shutil.copytree(edition, copy, ignore=shutil.ignore_patterns(".carsi"))
        target = copy
        if bend in ZIP_BENDS or (bend not in FOLDER_BENDS and dice.random() < 0.5):
            target = Path(shutil.make_archive(str(copy), "zip", copy.parent, copy.name))
            if bend in ZIP_BENDS:
                bend(target, dice)
            else:
                bend(copy, dice)
                target.unlink()
                target = Path(shutil.make_archive(str(copy), "zip", copy.parent, copy.name))
        else:
            bend(copy, dice)
        result.note(_told(target, whole), f"{number}: {bend.__name__} in {target.suffix or 'a folder'}")
        shutil.rmtree(copy.parent)
    return result


def _told(target: Path, whole: str) -> bool:
    """Whether a change is named; one that adapts every list is found by the digest alone."""
    try:
        return bool(verify(target)) or digest_of(target) != whole
    except CarsiError:
        return True


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (MANIFEST, CHECKSUMS))


def flip_a_bit(folder: Path, dice: random.Random) -> None:
    path = dice.choice([*_files(folder), folder / MANIFEST, folder / CHECKSUMS])
    content = bytearray(path.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def cut_a_file(folder: Path, dice: random.Random) -> None:
    path = dice.choice([*_files(folder), folder / MANIFEST, folder / CHECKSUMS])
    path.write_bytes(path.read_bytes()[: -dice.randint(1, 9)])


def lengthen_a_file(folder: Path, dice: random.Random) -> None:
    path = dice.choice([*_files(folder), folder / CHECKSUMS])
    path.write_bytes(path.read_bytes() + dice.choice([b"\n", b" ", b"\0", b"<script>"]))


def drop_a_file(folder: Path, dice: random.Random) -> None:
    dice.choice([*_files(folder), folder / MANIFEST, folder / CHECKSUMS]).unlink()


def add_a_file(folder: Path, dice: random.Random) -> None:
    name = dice.choice(["notes.txt", "data/more.csv", ".hidden", "index.html.bak", "a\x1b[2Jb", "évil.js"])
    (folder / name).write_text("more", encoding="utf-8")


def rename_a_file(folder: Path, dice: random.Random) -> None:
    path = dice.choice(_files(folder))
    path.rename(path.with_name(path.name.upper()))


def swap_two_files(folder: Path, dice: random.Random) -> None:
    contents = {path.read_bytes(): path for path in _files(folder)}
    one, two = dice.sample(sorted(contents), 2)
    contents[one].write_bytes(two)
    contents[two].write_bytes(one)


def adapt_the_manifest(folder: Path, dice: random.Random) -> None:
    path = dice.choice(_files(folder))
    path.write_bytes(path.read_bytes() + b"!")
    manifest = json.loads((folder / MANIFEST).read_bytes())
    name = path.relative_to(folder).as_posix()
    manifest["files"][name] = describe_files({name: path.read_bytes()})[name]
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def adapt_every_list(folder: Path, dice: random.Random) -> None:
    adapt_the_manifest(folder, dice)
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    files[MANIFEST] = {"sha256": sha256((folder / MANIFEST).read_bytes())}
    (folder / CHECKSUMS).write_text(checksums(files), encoding="utf-8")


def damage_the_manifest(folder: Path, dice: random.Random) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    part = dice.choice(["files", "documents", "failed", "data", "format"])
    manifest[part] = dice.choice([None, 3, [], {}, "", [[]], {"a": None}, {"../evil": {"bytes": -1, "sha256": ""}}])
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def add_a_false_line(folder: Path, dice: random.Random) -> None:
    name = dice.choice(_files(folder)).relative_to(folder).as_posix()
    lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines(keepends=True)
    lines.insert(dice.randint(0, len(lines)), f"{'0' * 64}  {dice.choice([name, 'elsewhere.csv'])}\n")
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def link_a_file(folder: Path, dice: random.Random) -> None:
    path = dice.choice(_files(folder))
    kept = folder.parent / "elsewhere"
    path.rename(kept)
    path.symlink_to(kept)


def put_in_what_is_no_file(folder: Path, dice: random.Random) -> None:
    if dice.random() < 0.5:
        os.mkfifo(folder / "pipe")
    else:
        (folder / ".carsi").symlink_to(folder.parent)


def hide_an_entry(archive: Path, dice: random.Random) -> None:
    with zipfile.ZipFile(archive, "a") as opened:
        top = opened.namelist()[0].partition("/")[0]
        names = [
            f"{top}/.carsi/records/x.json",
            f"{top}/../evil",
            "/etc/evil",
            f"{top}/a\\..\\b",
            "loose",
            f"{top}/x:y",
        ]
        opened.writestr(zipfile.ZipInfo(dice.choice(names)), b"x")


def repeat_an_entry(archive: Path, dice: random.Random) -> None:
    with zipfile.ZipFile(archive, "a") as opened:
        name = dice.choice([name for name in opened.namelist() if not name.endswith("/")])
        # zipfile warns and writes it all the same
        opened.NameToInfo.pop(name)
        opened.writestr(name, b"another")


def write_between_entries(archive: Path, dice: random.Random) -> None:
    content = archive.read_bytes()
    if dice.random() < 0.5:
        archive.write_bytes(b"#!/bin/sh\n" + content)
    else:
        with zipfile.ZipFile(archive, "a") as opened:
            opened.comment = b"run me"


BENDS: tuple[Bend, ...] = (
    flip_a_bit, cut_a_file, lengthen_a_file, drop_a_file, add_a_file, rename_a_file, swap_two_files,
    adapt_the_manifest, adapt_every_list, damage_the_manifest, add_a_false_line, link_a_file, put_in_what_is_no_file,
    hide_an_entry, repeat_an_entry, write_between_entries,
)  # fmt: skip
ZIP_BENDS = (hide_an_entry, repeat_an_entry, write_between_entries)
FOLDER_BENDS = (link_a_file, put_in_what_is_no_file)  # a zip of them holds what they point to
