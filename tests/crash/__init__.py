"""The crash test: people ask, processes are killed, and every question has its answer, once and in order.

`python -m crash` runs it for as long as somebody wants to (see `crash.__main__`), the tests beside it for a minute.
"""
