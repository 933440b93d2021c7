"""What a notebook stores of its widgets: the words and outputs that stand on the screen without a kernel."""

import base64
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

STATE = "application/vnd.jupyter.widget-state+json"
WORDS = {"HTMLModel": "text/html", "HTMLMathModel": "text/html", "LabelModel": "text/plain"}
DEEPEST = 20


@dataclass
class Stored:
    """What can be shown of a widget, and the names of the controls that cannot.

    Attributes:
        loads: whether it is a progress bar, which says nothing once the work is done.
    """

    outputs: list[NotebookNode] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)
    loads: bool = False


def stored_widget(metadata: dict[str, Any], model: str) -> Stored:
    """Find what a notebook's metadata hold of a widget; nothing where they hold no state of it."""
    models = metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    stored = Stored()
    _collect(models, model, stored, 0)
    return stored


def _collect(models: dict[str, Any], model: str, stored: Stored, depth: int) -> None:
    entry = models.get(model.removeprefix("IPY_MODEL_"))
    if not entry or depth > DEEPEST:
        return
    name, state = entry.get("model_name", ""), entry.get("state", {})
    if name in WORDS:
        stored.outputs.append(_output(WORDS[name], state.get("value", "")))
    elif name == "OutputModel":
        stored.outputs += [nbformat.from_dict(output) for output in state.get("outputs", [])]
    elif name == "ImageModel":
        data = b"".join(base64.b64decode(buffer["data"]) for buffer in entry.get("buffers", []))
        stored.outputs.append(_output(f"image/{state.get('format', 'png')}", base64.b64encode(data).decode()))
    elif "Progress" in name:
        stored.loads = True
    elif "children" in state:
        for child in state["children"]:
            _collect(models, child, stored, depth + 1)
    elif name.endswith("Model") and not name.endswith(("LayoutModel", "StyleModel")):
        stored.controls.append(str(state.get("description") or ""))


def _output(kind: str, content: str) -> NotebookNode:
    return nbformat.v4.new_output("display_data", data={kind: content})
