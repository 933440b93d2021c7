"""Figures of the published edition that must not move unseen: kept together, refreshed by one reviewed command.

``python -m tests.published`` prints what moves between ``figures.toml`` and the data; with ``--write`` it writes them.
"""
