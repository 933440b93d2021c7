"""What every room's tests share."""

import os

import pytest


def require(condition: object, reason: str) -> None:
    """Skip where an outside judge is missing on a user's machine; fail where CI promised it."""
    if condition:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must provide this judge: {reason}")
    pytest.skip(reason)
