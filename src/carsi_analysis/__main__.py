"""``python -m carsi_analysis`` is the command ``carsi``."""

from carsi_analysis.cli import main

main()
