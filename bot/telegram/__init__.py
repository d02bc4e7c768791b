"""Telegram as a face of Sanad: updates become messages, replies become messages of Telegram's.

`run_polling` in `polling` is the way in. python-telegram-bot serves as the client library alone: types, errors, calls.
Its polling loop drops a whole batch for one bad update, and fetches it again for ever; ours reads updates one by one.
"""
