"""Draft profiles from a register of schools, or from any list of them, and their facts kept up to date."""
