"""The tables of the house, by topic; each takes tidy results and a locale and gives a finished ``Table``."""
