"""Telegram as a face of Sanad: updates become messages, replies become messages of Telegram's.

`run_polling` in `polling` is the way in. python-telegram-bot serves as the client library alone: types, errors, calls.
Its polling loop drops a whole batch for one bad update, and fetches it again for ever; ours reads updates one by one.
"""

import sys

if "httpx" not in sys.modules:
    # It has a command line of its own, of which nobody here has any use; the three packages that this loads would cost
    # a bot 5 MB for good. Whatever stands as None in this mapping cannot be imported, and httpx does without.
    sys.modules["httpx._main"] = None  # type: ignore[assignment]  # typed as if it held modules alone
