"""The pages, a module for each group; each lists its own in `PAGES`."""
