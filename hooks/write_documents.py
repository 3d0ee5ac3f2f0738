# Makes a Word file and a PDF of every page that is a document, from what the page says, and puts them beside it.
# `mkdocs serve` goes without: nobody downloads while somebody edits, and they would have to be made at each change.
from houserules.documents.events import begin_documents, fill_documents, note_command, open_documents
from houserules.documents.events import write_documents as write_made


def on_startup(command, dirty):
    note_command(command)


def on_config(config):
    begin_documents(config)


def on_page_content(html, page, config, files):
    open_documents(html, page, config)


def on_env(env, config, files):
    fill_documents(config)


def on_post_build(config):
    write_made(config)
