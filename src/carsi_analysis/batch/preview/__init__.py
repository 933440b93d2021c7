"""A report that builds itself again whenever its notebook, the words or the data are saved, seen in a browser.

``command`` watches the files, ``builds`` makes the document in a worker of its own, ``shown`` holds what came of it and
``server`` shows it on this machine alone, under an address that nobody can guess.
"""
