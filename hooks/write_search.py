# Writes the search index from the pages as Markdown left them: before the frame is put round them, and with the
# school's values put in. It takes the place of Material's search plugin.
from houserules.engine import write_search_index


def on_env(env, config, files):
    write_search_index(files, config)
    return env
