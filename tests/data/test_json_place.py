"""Lines of values in a JSON text."""

import json

from carsi_analysis.data.json_place import line_of

TEXT = """{
  "a": [
    {"x": 1, "tricky": "b\\": [{"},
    {
      "y": {"z": [1,
        2]}
    }
  ],
  "b": null
}
"""


def test_every_step_of_a_path_is_followed() -> None:
    assert json.loads(TEXT)["a"][1]["y"]["z"][1] == 2
    assert line_of(TEXT, ()) == 1
    assert line_of(TEXT, ("a",)) == 2
    assert line_of(TEXT, ("a", 0)) == 3
    assert line_of(TEXT, ("a", 1)) == 4
    assert line_of(TEXT, ("a", 1, "y", "z")) == 5
    assert line_of(TEXT, ("a", 1, "y", "z", 1)) == 6
    assert line_of(TEXT, ("b",)) == 9


def test_path_that_ends_early_gives_the_last_step_there_is() -> None:
    assert line_of(TEXT, ("a", 1, "missing", "z")) == 4
    assert line_of(TEXT, ("a", 7)) == 2
    assert line_of(TEXT, ("b", "deeper")) == 9
    assert line_of(TEXT, ("a", "no list key")) == 2
