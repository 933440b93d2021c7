"""Lay out the pages of the site: ``docs/`` and what is written elsewhere in the repository, in one folder.

python docs/site_pages.py FOLDER
"""

import re
import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PAGES = {
    "dictionary.md": DOCS.parent / "data" / "README.md",
    "data-changes.md": DOCS.parent / "data" / "CHANGES.md",
    "contributing.md": DOCS.parent / "CONTRIBUTING.md",
    "changelog.md": DOCS.parent / "CHANGELOG.md",
}


def lay_out(folder: Path) -> None:
    """Copy the pages and add the generated dictionary, the change logs and the guide for contributors."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for name, path in PAGES.items():
        (folder / name).write_text(_relinked(path.read_text(encoding="utf-8")), encoding="utf-8")


def _relinked(text: str) -> str:
    """Turn links that hold in the repository into links that hold on the site; links to other files become names."""
    text = re.sub(r"\]\(docs/", "](", text)
    text = re.sub(r"\]\((?:\.\./)?data/CHANGES\.md\)", "](data-changes.md)", text)
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#|[\w-]+\.md|recipes/)[^)]*\)", r"`\1`", text)


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]))
