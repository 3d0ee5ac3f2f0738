"""Rules: what must be true of the words for every school that there could be. Seen by `check` and the tests only."""
