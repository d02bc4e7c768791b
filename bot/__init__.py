"""Floor 3: the outside world. Telegram, the terminal, the database, the settings and the command line."""
