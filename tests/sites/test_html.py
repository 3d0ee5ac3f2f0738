# The Nu HTML Checker is the standard's own. It is a Java program (vnu.jar, in npm's package vnu-jar), so not every
# contributor has it: HOUSERULES_VNU names the file. CI installs it and may not skip.
"""Every page of every example school is valid HTML, but for Material's own known faults."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import yaml

KNOWN = Path(__file__).with_name("known_html_faults.yml")
SENTENCE = "The HTML checker isn't here: name its vnu.jar in HOUSERULES_VNU, and have Java."


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks."""
    jar = os.environ.get("HOUSERULES_VNU")
    if jar and shutil.which("java"):
        return ["java", "-Xss4m", "-jar", jar, "--format", "json", "--skip-non-html"]
    if shutil.which("vnu"):
        return ["vnu", "--format", "json", "--skip-non-html"]
    if os.environ.get("CI") == "true":
        pytest.fail(SENTENCE)
    pytest.skip(SENTENCE)


@pytest.fixture(scope="module")
def messages(checker, fleet) -> list[dict]:
    """What the checker says of all schools' pages."""
    return check(checker, fleet.folder)


def check(checker: list[str], what: Path) -> list[dict]:
    """Give what the checker says of a file or a folder, page by page."""
    done = subprocess.run([*checker, str(what)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    return json.loads(done.stderr)["messages"]


def is_known(message: dict, fault: dict) -> bool:
    """Whether a message is about one of Material's own faults: its words, and the element that it points at."""
    return fault["message"] in message["message"] and fault["element"] in message.get("extract", "")


def test_only_known_faults(messages):
    """No page holds a fault, or anything that the checker warns of, beyond those that are listed with their reasons."""
    known = yaml.safe_load(KNOWN.read_text("utf-8"))
    others = [message for message in messages if not any(is_known(message, fault) for fault in known)]

    assert {} == dict(Counter(f"{Path(told['url']).parent.name}: {told['message']} {told.get('extract', '').strip()}" for told in others))


def test_each_known_fault_is_still_there(messages):
    """When Material mends one, it is no longer excused."""
    for fault in yaml.safe_load(KNOWN.read_text("utf-8")):
        assert any(is_known(message, fault) for message in messages), fault


def test_the_checker_looks_at_every_page_and_finds_a_fault(checker, fleet, tmp_path):
    """A checker that finds nothing in nothing would pass everything above."""
    pages = sorted(fleet.folder.rglob("*.html"))
    page = tmp_path / "page.html"
    page.write_text(pages[0].read_text("utf-8").replace("</h1>", "</h2>"), "utf-8")

    assert len(pages) > 200
    assert any("h2" in message["message"] for message in check(checker, page))
