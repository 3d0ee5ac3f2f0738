# Writes manifest.json beside the pages: what the site holds, and the hash of every file.
from houserules.engine import write_manifest


def on_post_build(config):
    write_manifest(config)
