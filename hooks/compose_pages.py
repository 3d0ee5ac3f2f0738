# Gives MkDocs the pages of one school in place of the files under docs/: plain Markdown in which
# nothing is left to choose, and letters where the school's values go.
from houserules.engine import describe_page, finish_content, replace_files


def on_files(files, config):
    return replace_files(files, config)


def on_page_markdown(markdown, page, config, files):
    describe_page(page, config)
    return markdown


def on_page_content(html, page, config, files):
    return finish_content(html, page, config)
