"""Floor 2: the conversation. It takes messages and returns replies; whatever touches the world is a port above."""
