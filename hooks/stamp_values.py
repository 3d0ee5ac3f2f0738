# Puts the school's values where the letters stand, last of all, so that no value is ever read as
# Markdown, HTML or a template.
from houserules.engine import remove_what_is_not_published, stamp_output


def on_post_page(output, page, config):
    return stamp_output(output, page.file.dest_uri, config)


def on_post_template(output_content, template_name, config):
    return stamp_output(output_content, template_name, config)


def on_post_build(config):
    remove_what_is_not_published(config)
