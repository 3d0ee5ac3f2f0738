"""What is private in a profile stands in no Word file and no PDF either."""

from __future__ import annotations

import html
import io
import zipfile

import pypdfium2
from tests.documents.conftest import ROOT, Built, build

SECRETS = ("07700 900101", "07700900101", "Sam Carter", "network@alder-lane.example", "Q. Secret-Senior", "V. Hidden")


def text_of(built: Built) -> dict[str, str]:
    """Give all that the documents say, by file: every part of a Word file, and the words and the properties of a PDF."""
    found: dict[str, str] = {}
    for path in sorted(built.folder.rglob("*")):
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
            found[path.name] = html.unescape(" ".join(parts))
        elif path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path.read_bytes())
            words = [sheet.get_textpage().get_text_range() for sheet in document]
            found[path.name] = " ".join([*words, *document.get_metadata_dict().values()])
    return found


def test_nothing_private_stands_in_a_document(core, tmp_path):
    """A private number, the network manager, who has senior access, and a deputy whose name isn't shown are in no document."""
    text = (ROOT / "schools" / "alder-lane-primary" / "school.yml").read_text("utf-8").replace("authority: fernshire\n", "")
    changed = text.replace("senior_access: [Headteacher, Deputy head]", "senior_access: [Q. Secret-Senior, Deputy head]")
    changed = changed.replace("    - name: Miss Ellen Frost", "    - name: V. Hidden\n      show_name: no\n      phone: 01632 960103")
    assert all(secret in changed for secret in SECRETS if secret != "07700900101")
    folder = tmp_path / "schools" / "alder-lane-primary"
    folder.mkdir(parents=True)
    (folder / "school.yml").write_text(changed, "utf-8")
    said = text_of(build(core, folder, tmp_path / "site"))

    assert all(any(shown in text for text in said.values()) for shown in ("Mrs Joan Whitlock", "01632 960103"))
    assert [] == [(name, secret) for name, text in said.items() for secret in SECRETS if secret in text]
