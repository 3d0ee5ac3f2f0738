"""The fleet: many schools in one go."""
