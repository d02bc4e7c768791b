"""Work of this program in a process of its own: it takes along what memory it needed, and holds up no reply."""

from __future__ import annotations

import asyncio
import sys


async def complaint_of(*arguments: str, given: bytes = b"") -> str | None:
    """Run a module of this program to its end; who is cancelled meanwhile ends it.

    Args:
        arguments: the module's name and its arguments, which whoever is on this machine can see.
        given: to its standard input.

    Returns:
        What it wrote to standard error where it failed; None where it went well.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, complaint = await process.communicate(given)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == 0:
        return None
    return complaint.decode(errors="replace").strip() or f"exit code {process.returncode}"
