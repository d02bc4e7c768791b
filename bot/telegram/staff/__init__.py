"""Telegram for people who were given a role. For everybody else nothing in here exists."""
