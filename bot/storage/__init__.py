"""Where sessions and gaps are kept: the ports of the conversation, on a database and in memory."""
