"""A school's profile: its own facts and decisions, read from school.yml and checked."""
