"""The steps, in order; each is one change that was released."""

from typing import Final

HEAD: Final = "0003"
"""The newest step. Written down here so that a start on a current database need not ask Alembic."""
