"""Markup becomes plain words; code stays as it is, between single backticks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_howto.facts.words import plain, sentences
from tests.facts.test_docstring import TEXTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Code.
        ("``a b``  and\n`c`", "`a b` and `c`"),
        ("``<b> **x** &amp;``", "`<b> **x** &amp;`"),
        ("the ``old'' and `older' way", "the `old` and `older` way"),
        ("an `open end", "an open end"),
        ("calls __init__ and Foo.__call__()", "calls `__init__` and `Foo.__call__()`"),
        ("takes \\*args, \\*\\*kwargs", "takes `*args`, `**kwargs`"),
        ("takes *args, **kwargs.", "takes `*args`, `**kwargs`."),
        # Roles.
        (":class:`~a.b.Cat`", "`Cat`"),
        (":py:meth:`pkg.Cat.purr`", "`Cat.purr`"),
        (":meth:`~pkg.Cat.purr`", "`purr`"),
        (":func:`.open`", "`open`"),
        (":class:`!Cat`", "`Cat`"),
        (":class:`Response <requests.Response>`", "`Response`"),
        (":ref:`the manual <manual>`, :doc:`/guide/first-steps`", "the manual, first steps"),
        (":rfc:`2616#section-14`, :issue:`12`", "RFC 2616#section-14, issue 12"),
        (":abbr:`LIFO (last in)`", "LIFO (last in)"),
        ("`option`\\s and :class:`Cat`\\ s", "`option`s and `Cat`s"),
        (
            "a `.Result`, `~shop.cart.Cart`, `.Cart.add` or `~.Cart.rows()`",
            "a `Result`, `Cart`, `Cart.add` or `rows()`",
        ),
        ("`carts <.Cart>` and `Schema <shop.Schema>`", "carts and `Schema`"),
        (
            "``.Xauthority``, `.configure` and ``run --help <name>``",
            "`.Xauthority`, `.configure` and `run --help <name>`",
        ),
        # Links.
        ("`Python <https://python.org>`_ and `it`__", "Python and it"),
        ("the `<rt> tag <https://x.y>`_", "the `<rt>` tag"),
        ("[words](https://x.y 'title') [`x`][a.b.x] [`y`][] [][a.b.z]", "words `x` `y` `z`"),
        ("[![badge](a.svg)](b) ![image](c.png) x", "x"),
        ("<https://x.y/z>", "https://x.y/z"),
        ("A JSON <https://json.org> decoder; see <https://x.y> now", "A JSON decoder; see https://x.y now"),
        ("known [1]_ [#note]_ [^2] facts", "known facts"),
        ("a[0] and f(x)[1](2)", "a[0] and f(x)[1](2)"),
        # Emphasis.
        ("*one* **two** ***three*** _four_ __five six__", "one two three four five six"),
        ("must **NOT** but **HTTP**", "must not but HTTP"),
        ("2 * 3 * 4, a_b_c, x**2", "2 * 3 * 4, a_b_c, x**2"),
        # HTML, templates, entities.
        ("<b>bold</b> <code>x y</code> <br/> <!-- no --> <name>", "bold `x y` `<name>`"),
        ("a &lt;body&gt; &amp; more&nbsp;text", "a `<body>` & more text"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("{{ page }} and {% if x %} and {x}", "`{{ page }}` and `{% if x %}` and {x}"),
        ("|version| of int | None", "version of int | None"),
        # Decoration.
        ("nice :) :rocket: 🍰 ------ end", "nice end"),
        ("a -- b --- c", "a -- b --- c"),
    ],
)
def test_markup_becomes_words(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Remove *key* from *maps*.", "Remove `key` from maps."),
        ("The n_items of x, a and key", "The `n_items` of `x`, a and key"),
        ("Pass key=None. Or key=maps.x, n_items=2.", "Pass `key=None`. Or `key=maps.x`, `n_items=2`."),
        ("`n_items` and f(x) and o.x", "`n_items` and f(`x`) and o.x"),
    ],
)
def test_stressed_parameters_become_code(text: str, expected: str) -> None:
    assert plain(text, ["key", "n_items", "x", "a"]) == expected


@given(TEXTS, st.sampled_from([(), ("x", "word_x", "key")]))
@settings(max_examples=500, deadline=None)
def test_cleaning_twice_is_cleaning_once(text: str, names: tuple[str, ...]) -> None:
    once = plain(text, names)
    assert plain(once, names) == once
    assert once.count("`") % 2 == 0
    assert "\n" not in once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Uses 1.2 or e.g. JSON. Then ends", ["Uses 1.2 or e.g. JSON.", "Then ends"]),
        ("Runs `a. B` (once. Or twice.) and stops. Next.", ["Runs `a. B` (once. Or twice.) and stops.", "Next."]),
        ("Waits... and goes on. `Then` ends.", ["Waits... and goes on.", "`Then` ends."]),
        ('Says "no." And leaves.', ['Says "no."', "And leaves."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
