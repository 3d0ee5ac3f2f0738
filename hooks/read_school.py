# Reads and checks the school before MkDocs empties its output folder, so that a mistake in a profile
# leaves the last good site standing. The school is SCHOOL=schools/<folder>, else extra.school.
from houserules.engine import configure_site


def on_config(config):
    return configure_site(config)
