"""Floor 1: what is known, and how to find it. Imports neither the conversation nor the outside world."""
