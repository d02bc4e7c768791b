"""From a question to the entry that answers it: concepts, evidence of separate kinds, one decision."""
