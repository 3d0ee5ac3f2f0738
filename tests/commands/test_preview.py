"""`houserules preview`: a school's pages as they are at the moment, for whoever sits at this computer."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.fleet.small import build_small, write_small_core, write_small_schools

from houserules.commands.preview import open_server
from houserules.core import Core
from houserules.fleet.preview import Preview
from houserules.fleet.store import Store
from houserules.problems import Problems

CLAUSE, PAGE, HELP = "docs/clauses/contact/former-pupils.md", "/ash/policies/staff/", "/ash/guidance/help/"
_SCRIPT = re.compile(rb'<script src="/~preview/reload.js" data-seen="([0-9a-f]{40})" data-ask="([^"]+)" defer></script>')


@dataclass
class Previewed:
    """A core and schools that a test may change, and a preview of them that is being served."""

    core: Path
    schools: Path
    preview: Preview
    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path as it is typed; give the status, the headers and what was answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def page(self, path: str) -> str:
        """Give a page that is there."""
        status, _, content = self.ask(path)
        assert 200 == status, content.decode()
        return content.decode()

    def edit(self, name: str, old: str, new: str) -> None:
        """Change what stands in a file of the core or of the schools."""
        path = self.core / name if name.startswith("docs/") else self.schools / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def rendered(self) -> int:
        """Give how many pages have been rendered, in all versions."""
        return len([kind for kind, _ in self.preview._store.kept if kind == "pages"])


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Previewed]:
    """A small core and three schools, served; each test takes back what it changes, or changes what no other looks at."""
    folder = tmp_path_factory.mktemp("preview")
    core, schools = write_small_core(folder / "core"), write_small_schools(folder / "schools")
    preview = Preview(schools, core, Store(folder / "store"))
    server = open_server(preview, core / "overrides", 0)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield Previewed(core, schools, preview, server.server_port)
    server.shutdown()
    server.server_close()


def test_what_is_shown_is_what_would_be_published(served, tmp_path):
    """Every file of a school is as `build` publishes it, byte by byte, but for the script in pages."""
    build_small(served.schools, tmp_path / "out", served.core)
    site = tmp_path / "out" / "ash"
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    shown = {name: served.ask(f"/ash/{name}")[2] for name in files}

    assert len(files) > 20
    assert files == {name: _SCRIPT.sub(b"", content) if name.endswith(".html") else content for name, content in shown.items()}
    assert all(_SCRIPT.search(content) for name, content in shown.items() if name.endswith(".html"))


def test_the_first_page_lists_the_schools(served):
    """At / there is a link to every school, by its name."""
    page = served.page("/")

    assert ["/ash/", "/birch/", "/cedar/"] == re.findall(r'<a href="(/\w+/)">', page)
    assert "Ash School" in page


def test_an_edit_of_a_clause_is_shown(served):
    """A saved clause is on the next page asked for, and only the pages that hold it are rendered."""
    served.page(PAGE)
    before = served.rendered()
    served.edit(CLAUSE, "if in doubt", "whenever you doubt")

    assert "whenever you doubt" in served.page(PAGE)
    assert "if in doubt" not in served.page("/birch/policies/staff/")
    assert before + 1 == served.rendered()


def test_an_edit_of_a_profile_is_shown(served):
    """A saved phone number is on the next page asked for, and nothing is rendered."""
    served.page(PAGE)
    before = served.rendered()
    served.edit("ash/school.yml", "Ash School", "Ash Tree School")

    assert "Ash Tree School" in served.page("/ash/")
    assert "Ash Tree School" not in served.page("/birch/")
    assert before == served.rendered()
    served.edit("ash/school.yml", "Ash Tree School", "Ash School")


def test_own_words_are_shown(served):
    """A clause that a school writes itself is on its own pages alone, and gone when it is deleted."""
    own = served.schools / "cedar" / "clauses" / "contact" / "report.md"
    own.parent.mkdir(parents=True)
    own.write_text("---\ntitle: Tell us\n---\nStaff must tell Cedar's office.\n", "utf-8")

    assert "tell Cedar's office" in served.page("/cedar/policies/staff/")
    assert "tell Cedar's office" not in served.page(PAGE)
    own.unlink()
    own.parent.rmdir()
    own.parent.parent.rmdir()
    assert "tell Cedar's office" not in served.page("/cedar/policies/staff/")


def test_the_page_learns_that_something_has_changed(served):
    """What the script asks for changes with an edit that the school is made from, and with no other."""
    (seen, ask), (_, other) = (_SCRIPT.search(served.ask(path)[2]).groups() for path in (HELP, "/birch/"))

    assert seen == served.ask(ask.decode())[2]
    others_before = served.ask(other.decode())[2]
    served.edit("ash/school.yml", "01632 960400", "01632 960499")
    assert seen != served.ask(ask.decode())[2]
    assert others_before == served.ask(other.decode())[2]
    served.edit("ash/school.yml", "01632 960499", "01632 960400")
    assert seen == served.ask(ask.decode())[2]


def test_a_mistake_in_a_profile_is_a_page(served):
    """What is wrong is shown with its place and what to do, the last good version stays, and mending brings the page back."""
    served.page(PAGE)
    served.edit("ash/school.yml", "phase: primary", "phase: primery")
    status, _, content = served.ask(PAGE)

    assert 422 == status
    assert re.search(r"school\.yml:\d+:\d+", content.decode())
    assert "Did you mean" in content.decode()
    assert "Traceback" not in content.decode()
    assert f'href="/~last{PAGE}"' in content.decode()
    assert "Staff agreement" in served.page(f"/~last{PAGE}")
    assert "1 problem in its profile" in served.page("/")
    assert 200 == served.ask("/birch/")[0]
    served.edit("ash/school.yml", "primery", "primary")
    assert "Staff agreement" in served.page(PAGE)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (CLAUSE, "{friends: never}", "{frends: never}", "Did you mean &#39;friends&#39;?"),
        ("docs/guidance/help.md", "{{ school.short_name }}", "{{ school.shrt_name }}", "school.short_name"),
        ("docs/policies/staff.md", "contact/report", "contact/reprt", "contact/report"),
        ("docs/decisions/phones.yml", "default: handed-in", "default: handed-on", "handed-in"),
    ],
    ids=["condition", "placeholder", "clause", "vocabulary"],
)
def test_a_mistake_in_the_words_is_a_page(served, name, old, new, says):
    """So it is for the words that schools share."""
    served.page(PAGE)
    served.edit(name, old, new)
    status, _, content = served.ask(PAGE)

    assert (422, True) == (status, name in content.decode())
    assert says in content.decode()
    assert "Staff agreement" in served.page(f"/~last{PAGE}")
    served.edit(name, new, old)
    assert "Staff agreement" in served.page(PAGE)


def test_a_change_of_title_reaches_every_page(served):
    """What stands in the menu and in links is changed on all pages."""
    served.page(HELP)
    served.edit("docs/policies/staff.md", "title: Staff agreement", "title: What staff agree")

    assert "What staff agree" in served.page(HELP)
    assert "Staff agreement" not in re.sub(r"\[?staff agreement\]?", "", served.page("/ash/"))
    served.edit("docs/policies/staff.md", "title: What staff agree", "title: Staff agreement")


def test_the_folder_of_schools_is_gone_for_a_while(served):
    """Every page says so, the ones that are open learn of it, and all is as before when it is back."""
    before = served.page(HELP)
    _, _, seen = served.ask("/~preview/seen/ash")
    away = served.schools.with_name("away")
    served.schools.rename(away)
    try:
        answers = [served.ask(path) for path in ("/", HELP, "/birch/index.html")]
        told = [served.ask(f"/~preview/seen/{slug}") for slug in ("", "ash")]
    finally:
        away.rename(served.schools)

    assert [422] * 3 == [status for status, _, _ in answers]
    assert all(b"There is no such folder." in content for _, _, content in answers)
    assert [200, 200] == [status for status, _, _ in told]
    script = _SCRIPT.search(answers[1][2])
    assert (script[1], b"/~preview/seen/") == (told[0][2], script[2])
    assert seen != told[1][2]
    assert script[1] != served.ask("/~preview/seen/")[2]
    assert before == served.page(HELP)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""])
def test_another_host_gets_nothing(served, host):
    """A page of somebody else's, whose name is made to lead to this computer, is told nothing of a school."""
    status, _, content = served.ask("/", Host=host.format(port=served.port))

    assert 403 == status
    assert b"School" not in content


def test_localhost_is_us(served):
    """The other name of this computer is served too."""
    assert 200 == served.ask("/", Host=f"localhost:{served.port}")[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_it_can_only_be_looked_at(served, method):
    """Nothing can be sent to a preview."""
    status, headers, _ = served.ask("/", method)

    assert (405, "GET, HEAD") == (status, headers["Allow"])


def test_head_has_no_body(served):
    """HEAD gives what GET gives, without the page."""
    whole, head = served.ask(HELP), served.ask(HELP, "HEAD")

    assert (200, b"") == (head[0], head[2])
    assert whole[1]["Content-Length"] == head[1]["Content-Length"]


@pytest.mark.parametrize(
    "path",
    [
        "/ash/../../core/mkdocs.yml", "/ash/%2e%2e/%2e%2e/core/mkdocs.yml", "/ash/school.yml", "/ash/crest.png", "/../core/mkdocs.yml", "/ash//etc/passwd",
        "/ash/..%5c..%5cschool.yml", "/nobody/", "/~last/nobody/", "/~preview/seen/nobody", "/~preview/", "/ash/assets/%00",
    ],
)  # fmt: skip
def test_only_what_was_made_is_served(served, path):
    """No address reaches a file on the disk."""
    served.page("/ash/")
    status, _, content = served.ask(path)

    assert 404 == status
    assert b"nation:" not in content
    assert b"root:" not in content


def test_an_address_without_its_end_leads_there(served):
    """A folder's address without its stroke leads to the page, and can't lead elsewhere."""
    for asked, leads in (("/ash", "/ash/"), ("/ash/guidance/help", "/ash/guidance/help/"), ("//ash/guidance/help", "/ash/guidance/help/")):
        status, headers, _ = served.ask(asked)
        assert (302, leads) == (status, headers["Location"])


def test_a_port_in_use_is_said(served):
    """If the port is taken, that is said with another port to try."""
    with pytest.raises(Problems, match=f"--port {served.port + 1}"):
        open_server(served.preview, served.core / "overrides", served.port)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C can't be sent to one process on Windows.")
def test_it_stops_cleanly(served):
    """Ctrl-C stops the command at once, with status 0 and no stack trace."""
    env = {**os.environ, "HOUSERULES_CORE": str(served.core), "PYTHONUNBUFFERED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    # a test run that was started in the background heeds no Ctrl-C, and hands that on
    begin = "import signal, houserules.__main__ as main; signal.signal(signal.SIGINT, signal.default_int_handler); main.run()"
    command = [sys.executable, "-c", begin, "preview", str(served.schools), "--port", "0"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        first = process.stdout.readline()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()

    assert re.match(r"Preview: http://127\.0\.0\.1:\d+/ shows 3 schools\. Press Ctrl-C to stop\.", first)
    assert (0, "Stopped.\n") == (process.returncode, said)


def test_no_school_is_said(tmp_path, served):
    """A folder without a school is said before anything is served."""
    from houserules.commands.preview import preview

    with pytest.raises(Problems, match="There is no school here"):
        preview(tmp_path, Core(served.core), [].append, port=0)
