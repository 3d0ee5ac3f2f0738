"""Blocks: templates make nodes, and nodes are written as Markdown in which nothing runs into its neighbour."""

from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError
from markdown import Markdown

from houserules.clauses.text import Block, Choice, Chosen, Show, Text
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, EACH, EACH_END, IF, IF_END, IF_NOT, MARK_END
from houserules.pages.blocks import Blocks, given, when, write_markdown
from houserules.problems import Place
from houserules.profile.conditions import ALWAYS, Condition
from houserules.profile.conditions import Test as Asked

WALES = Condition(((Asked("nation", ("wales",)),),))


@pytest.fixture
def render(tmp_path):
    """Give a function that renders a template's text."""

    def make(template: str, **context):
        (tmp_path / "t.md").write_text(template, "utf-8")
        return Blocks(tmp_path).render("t.md", **context)

    return make


def test_template_gives_text(render):
    """A template without anything in it is one text."""
    assert (Text("Words of A."),) == render("Words of {{ whom }}.", whom="A")


def test_nodes_keep_their_place(render):
    """What is put stands where it was put, choices as choices."""
    choice = Choice(((WALES, (Text("W"),)),))

    assert (Text("a "), choice, Text(" b "), Text("N"), Text(" c")) == render(
        "a {{ put(one) }} b {{ put(two) }} c", one=(choice,), two=(Text("N"),)
    )


def test_block_stands_apart(render):
    """A block is a node with its own, within one another too."""
    (outer,) = render(
        '{% call block("section.a") %}one {% call block("p") %}{{ put(inner) }}{% endcall %}{% endcall %}', inner=(Text("two"),)
    )

    assert Block("section.a", (Text("one "), Block("p", (Text("two"),)))) == outer


def test_many_nodes_keep_apart(render):
    """A thousand nodes in one template come back in order."""
    nodes = [(Text(str(number)),) for number in range(1000)]
    made = render("{% for node in nodes %}{{ put(node) }}{% endfor %}", nodes=nodes)

    assert [str(number) for number in range(1000)] == [node.text for node in made]


def test_choices_of_a_template():
    """`given` and `when` make choices, with what stands there otherwise; within a line where they are a part of it."""
    (one,), (two,), (three,) = given("school.phone", "A"), when("sign_off", "paper both", "A", "B"), given("school.phone", "\n\nA\n\n")

    assert ("school.phone given", True, 1) == (str(one.cases[0][0]), one.inline, len(one.cases))
    assert ("sign_off is paper or both", True, ALWAYS) == (str(two.cases[0][0]), two.inline, two.cases[1][0])
    assert not three.inline


def test_marks_of_a_list(render):
    """What is repeated for each entry stands between marks."""
    made = render('{{ each("accounts") }}{{ has("accounts.x") }}a{{ otherwise("accounts.x") }}b{{ end_has() }}{{ end_each() }}')

    assert (Text(f"{EACH}accounts{MARK_END}{IF}accounts.x{MARK_END}a{IF_END}{IF_NOT}accounts.x{MARK_END}b{IF_END}{EACH_END}"),) == made


def test_missing_name_is_an_error(render):
    """A template that asks for what it wasn't given prints nothing half-made."""
    with pytest.raises(UndefinedError):
        render("{{ nothing }}")


def test_values_of_a_template(render):
    """A placeholder is written as in any text."""
    assert (Text("{{ school.name }} {{ school.url | link }}"),) == render('{{ value("school.name") }} {{ value("school.url", "link") }}')


MARKDOWN = ["attr_list", "tables", "sane_lists", "pymdownx.blocks.html", "pymdownx.blocks.details"]


@pytest.mark.parametrize("depth", range(1, 7))
def test_fences_of_blocks_within_one_another(depth):
    """An inner fence is shorter than its outer one, so that Markdown closes the right element, at any depth."""
    nodes = (Text("deep"),)
    for level in range(depth):
        nodes = (Text(f"before {level}"), Block(f"div.level-{level}", nodes), Text(f"after {level}"))
    text = write_markdown(nodes)
    fences = [len(fence) for fence in re.findall(r"^(/+) html", text, re.MULTILINE)]
    html = re.sub(r"\s+", "", Markdown(extensions=MARKDOWN).convert(text))
    expected = "<p>deep</p>"
    for level in range(depth):
        expected = f'<p>before{level}</p><divclass="level-{level}">{expected}</div><p>after{level}</p>'

    assert list(range(2 + depth, 2, -1)) == fences
    assert expected == html


def test_list_doesnt_join_its_neighbour():
    """A list in a block and the list before it are two."""
    text = write_markdown((Text("* one\n* two\n\n"), Block("div", (Text("* three\n"),)), Text("\n* four\n")))

    assert 3 == Markdown(extensions=MARKDOWN).convert(text).count("<ul>")


def test_details_have_their_title():
    """What can be opened is written with its title."""
    assert "/// details | Open it\n\ninside\n\n///\n" == write_markdown((Block("details|Open it", (Text("inside"),)),))


def test_what_was_chosen_keeps_its_place():
    """A choice leaves marks where it stood: on lines of their own, or in the line, and there too where it gave nothing."""
    block = write_markdown((Text("a"), Chosen((Text("b"),), inline=False), Text("c")))
    inline = write_markdown((Text("a"), Chosen((Text("b"),), inline=True), Text("c")))
    nothing = write_markdown((Text("a"), Chosen((), inline=True), Text("c")))

    assert f"a\n\n{CHOICE}{MARK_END}\n\nb\n\n{CHOICE_END}\n\nc\n" == block
    assert f"a{CHOICE}{MARK_END}b{CHOICE_END}c\n" == inline
    assert f"a{CHOICE}{MARK_END}{CHOICE_END}c\n" == nothing


def test_all_cases_are_written_between_marks():
    """Where nothing is chosen yet, every case stands between marks that carry the choice's number."""
    choice = Choice(((WALES, (Text("W"),)), (ALWAYS, (Text("E"),))), inline=True)

    assert f"a{CHOICE}{DIGITS[1]}{DIGITS[0]}{MARK_END}W{CASE}E{CHOICE_END}b\n" == write_markdown(
        (Text("a"), choice, Text("b")), lambda _: 10
    )


@pytest.mark.parametrize("node", [Choice(((WALES, ()),)), Show("ruling", "x", Place("f.md", 1, 1))], ids=["a choice", "a thing to show"])
def test_nothing_may_be_left_to_settle(node):
    """A choice or a thing to show that is left is our fault, and is said to be."""
    with pytest.raises(TypeError, match="nothing may be left"):
        write_markdown((node,))


def test_blank_lines_are_one():
    """However many parts end and begin with blank lines, one is written."""
    assert "a\n\nb\n" == write_markdown((Text("\n\na\n\n\n"), Text("\n\n\nb\n\n")))


def test_every_template_is_used(core):
    """No template in overrides/blocks is left over, and none is missing."""
    templates = list((core.folder / "overrides" / "blocks").iterdir())
    asking = [*(core.folder / "hooks" / "houserules" / "pages").glob("*.py"), *templates]
    named = {name for path in asking for name in re.findall(r"""["']([\w-]+\.(?:md|html))["']""", path.read_text("utf-8"))}

    assert {path.name for path in templates} == named | {f"contact-{whom}.md" for whom in SHOWN_CONTACTS}


SHOWN_CONTACTS = ("school", "safeguarding", "social-care", "out-of-hours", "allegations")
