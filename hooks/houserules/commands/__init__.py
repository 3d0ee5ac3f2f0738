"""The commands: one module a command, with a function of its name that returns the exit status."""
