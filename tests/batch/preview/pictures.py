"""Take the three pictures of docs/preview.md again: ``python -m tests.batch.preview.pictures`` (needs Chromium)."""

import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.batch.preview.test_preview import ROOT, Author

NOTEBOOK = "notebooks/regional_briefing.ipynb"
SENTENCE = "No study has shown why."
STEPS: dict[str, tuple[str, Callable[[str], str]]] = {
    "sentence": (NOTEBOOK, lambda text: in_sources(text, SENTENCE, "Nobody has shown what made it fall.")),
    "number": (
        "data/evaluation_results.csv",
        lambda text: text.replace(",-51,percent_vs_expected", ",-41,percent_vs_expected", 1),
    ),
    "error": (NOTEBOOK, lambda text: in_sources(text, "{fell} {drop} from", "fell 56% from")),
}


def in_sources(text: str, old: str, new: str) -> str:
    """Edit what an author wrote, and not the outputs that are stored beside it."""
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace(old, new)
    return json.dumps(notebook)


def main() -> None:
    """Edit a copy of the repository step by step, and take a picture of each."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        author = Author(Path(folder), "regional-briefing")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 920, "height": 700})
        page.goto(author.address)
        for name, (path, edit) in STEPS.items():
            author.save(path, edit)
            page.wait_for_timeout(1500)  # the frame loads and goes to its place
            taken = Image.open(io.BytesIO(page.screenshot())).quantize(64)  # a third of the bytes
            taken.save(ROOT / "docs" / "images" / f"preview-{name}.png", optimize=True)
        browser.close()
        author.leave()


if __name__ == "__main__":
    main()
