"""The words: clauses, policies, scenarios, prose and facts, read through the layers and checked."""
