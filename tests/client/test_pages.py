"""Pages as the client reads them, and the ways through them without scripts."""

import asyncio

import pytest

from beside.client import Visitor
from beside.client.pages import Page
from beside.client.reading import Reading
from beside.client.visitor import Cookies
from tests.client.conftest import Running

PAGE = """
<title>No words</title><a href="/now">Numbers</a><script>hidden()</script>
<form action="/talk" method="post"><input type="hidden" name="mark" value="m"><input name="plain">
<input type="radio" name="safe" value="yes"><input type="radio" name="safe" value="no">
<input type="checkbox" name="keep" value="1" checked><textarea name="words">Half a thought</textarea>
<button name="go" value="there">Go</button></form>
<form action="/leave"><button>Leave</button></form>
<div data-p="1"><p>Ana</p><div><b data-words>Hello &amp; welcome<br>to you</b></div></div>
<p data-p="2"><span data-words>Second</span></p><template><p data-p="9"><b data-words>None</b></p></template>
"""


def test_a_page_has_words_links_forms_and_lines() -> None:
    page = Page(200, "/talk?a=1", PAGE)
    assert page.path == "/talk"
    assert page.words.startswith("Numbers")
    assert "hidden" not in page.words
    assert page.links == ["/now"]
    assert page.lines == {1: "Hello & welcometo you", 2: "Second"}
    form = page.form("/talk")
    assert form.choices == {"safe": ["yes", "no"], "keep": ["1"], "go": ["there"]}
    assert form.filled({"safe": "no"}) == {
        "mark": "m", "plain": "", "keep": "1", "words": "Half a thought", "safe": "no",
    }  # fmt: skip
    assert page.form("/leave").method == "get"
    with pytest.raises(LookupError):
        page.form("/elsewhere")
    with pytest.raises(KeyError):
        form.filled({"unknown": "x"})


def test_reading_takes_the_next_and_sees_a_gap() -> None:
    async def go() -> None:
        reading = Reading("c", 3)
        assert not reading.take({"p": 3})
        assert not reading.take({"p": 4})
        assert reading.take({"p": 6})
        assert reading.position == 4
        assert not reading.take({"p": 5})
        assert [(await reading.next())["p"] for _ in range(2)] == [4, 5]
        reading.fail(LookupError())
        for _ in range(2):
            with pytest.raises(LookupError):
                await reading.next()

    asyncio.run(go())


def test_secure_cookies_are_taken_from_this_machine_and_over_tls_alone() -> None:
    import httpx

    given = httpx.Response(200, headers=[("set-cookie", "a=1; Secure"), ("set-cookie", "b=2")])
    for origin, taken in (
        ("http://localhost:1", {"a": "1", "b": "2"}),
        ("https://help.example", {"a": "1", "b": "2"}),
        ("http://help.example", {"b": "2"}),
    ):
        cookies = Cookies(origin)
        cookies.take(given)
        assert cookies.values == taken
        cookies.take(httpx.Response(200, headers=[("set-cookie", "b=; Max-Age=0")]))
        assert "b" not in cookies.values


def test_in_line_by_two_taps_and_out_by_one(service: Running) -> None:
    with Visitor(service.origin, language="fr") as visitor:
        assert visitor.goes("/").status == 200
        assert "/talk" in visitor.page.links
        chat = visitor.gets_in_line(safe="unsure")
        assert visitor.page.path == f"/wait/{chat}"
        visitor.says("Je n’arrive pas à dormir.")
        assert visitor.reads(chat) == {1: "Je n’arrive pas à dormir."}
        visitor.leaves()
        assert visitor.goes(f"/wait/{chat}").path != f"/wait/{chat}"
