"""A notebook in JupyterLab, handled as a reader handles it: menus, eyes and a mouse."""

from playwright.sync_api import Locator, Page

from tests.lab.server import LabServer

MORE_RUN = """(before) => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((one) => one.textContent.trim());
  const all = prompts.length > 0 && prompts.every((text) => /^\\[\\d+\\]:$/.test(text));
  const outputs = document.querySelectorAll(".jp-OutputArea-output").length;
  return (all || outputs > before) && {all, outputs};
}"""
"""Whether all cells were run, as soon as there are more outputs: one cell of the gallery draws fifty charts."""

LOOKS_EVERY = 500
"""Milliseconds: the browser would otherwise look through the whole page before each frame that it draws."""


class NotebookPage:
    """One notebook, opened in the lab.

    Args:
        page: the browser's page.
        lab: the running lab.
        name: the notebook's file name.
    """

    def __init__(self, page: Page, lab: LabServer, name: str) -> None:
        self.page = page
        page.goto(f"{lab.address}/lab/tree/{name}?reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        page.get_by_text("| Idle", exact=False).first.wait_for()

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of a menu of the menu bar."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_text(entry, exact=True).click()

    def run_all(self) -> None:
        """Clear what is stored, run all cells and wait until each has run, unfolded: a folded one hides its number."""
        self.choose("View", "Expand All Code")
        self.choose("Edit", "Clear Outputs of All Cells")
        self.page.wait_for_function("() => document.querySelectorAll('.jp-OutputArea-output').length === 0")
        self.choose("Run", "Run All Cells")
        seen = {"all": False, "outputs": 0}
        while not seen["all"]:
            seen = self.page.wait_for_function(MORE_RUN, arg=seen["outputs"], polling=LOOKS_EVERY).json_value()

    def charts(self) -> Locator:
        """Find the drawn charts: as stored, or with answers over them where the notebook was run in the lab."""
        stored = '.jp-OutputArea-output[data-mime-type="image/svg+xml"] :is(svg, img)'
        return self.page.locator(f"{stored}, .carsi-chart > svg")

    def complaints(self) -> list[str]:
        """List the errors and warnings that a reader would see under the cells."""
        kinds = ("application/vnd.jupyter.error", "application/vnd.jupyter.stderr")
        shown = self.page.locator(", ".join(f'.jp-OutputArea-output[data-mime-type="{kind}"]' for kind in kinds))
        return shown.all_inner_texts()
