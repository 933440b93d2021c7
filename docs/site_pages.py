"""Pages of the site that are written elsewhere in the repository: mkdocs calls ``on_files`` before it builds."""

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "dictionary.md": ROOT / "data" / "README.md",
    "data-changes.md": ROOT / "data" / "CHANGES.md",
    "contributing.md": ROOT / "CONTRIBUTING.md",
    "changelog.md": ROOT / "CHANGELOG.md",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated dictionary, the change logs and the guide for contributors."""
    for name, path in PAGES.items():
        files.append(File.generated(config, name, content=_relinked(path.read_text(encoding="utf-8"))))
    return files


def _relinked(text: str) -> str:
    """Turn links that hold in the repository into links that hold on the site; links to other files become names."""
    text = re.sub(r"\]\(docs/", "](", text)
    text = re.sub(r"\]\((?:\.\./)?data/CHANGES\.md\)", "](data-changes.md)", text)
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#|[\w-]+\.md|recipes/)[^)]*\)", r"`\1`", text)
