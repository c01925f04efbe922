"""Those who are there: each with a browser of their own, pages by plain forms and a socket that hears."""

import re
from collections import defaultdict
from concurrent.futures import Future
from typing import Any, Self

from beside.client import Colleague, Talker, Visitor
from beside.client.pages import Form, Page
from tests.evening.harbour import Harbour
from tests.evening.life import Life, until
from tests.running import PASSPHRASE
from tests.throwaway import wait_until

Frame = dict[str, Any]
HEARD = ("go", "presence", "typing", "no")
SECONDS = 25.0


class Somebody:
    """A person, and what they have heard: entries by conversation and position, other frames in order."""

    side = "seeker"

    def __init__(self, house: Harbour, life: Life, name: str, language: str) -> None:
        self.house, self.life, self.name, self.language = house, life, name, language
        self.visitor = self._browser()
        self.heard: defaultdict[str, dict[int, Frame]] = defaultdict(dict)
        self.frames: list[Frame] = []
        self.talker: Talker | None = None
        self._follows: list[str] = []

    def _browser(self) -> Visitor:
        return Visitor(self.house.url, self.language)

    @property
    def page(self) -> Page:
        """What they look at."""
        return self.visitor.page

    @property
    def is_here(self) -> bool:
        """Whether a page of theirs is open and hears."""
        return self.talker is not None

    def goes(self, path: str) -> Page:
        """Open a page."""
        return self.visitor.goes(path)

    def reads(self, path: str, words: str) -> Self:
        """Open a page again and again until it says these words."""
        wanted = " ".join(words.split())  # a page's words have plain spaces alone
        try:
            until(lambda: wanted in self.goes(path).words, f"“{wanted}” on {path}")
        except AssertionError as error:
            raise AssertionError(f"{self.name}: {error}; there is {self.page.words[:1500]}") from None
        return self

    def opens_a_page(self) -> Self:
        """A page that stays open and hears of everything it would; nothing where there is one."""
        if self.talker is None:
            self.talker = talker = Talker(self.house.url, self.visitor.cookies, side=self.side)
            for name in HEARD:
                talker.on(name, self.frames.append)
            talker.on("entry", lambda entry: self.heard[entry["c"]].update({entry["p"]: entry}))
            talker.on("hello", lambda _hello: self.life.soon(talker.line.send({"t": "desk"})))
            self.life.run(talker.__aenter__())
            for conversation in self._follows:
                self.life.run(talker.open(conversation))
        return self

    def closes_the_page(self) -> Self:
        """The laptop is closed, the phone is in a tunnel."""
        if self.talker is not None:
            self.life.run(self.talker.__aexit__())
            self.talker = None
        return self

    def follows(self, conversation: str) -> Self:
        """Have a conversation on the page, from its beginning."""
        self._follows.append(conversation)
        self.life.run(self.socket.open(conversation))
        return self

    @property
    def socket(self) -> Talker:
        """The open page's socket."""
        assert self.talker is not None, f"{self.name} has no page open"
        return self.talker

    def speaks(self, conversation: str, words: str, mark: str | None = None) -> "Future[int]":
        """Say something, and do not wait until it is there."""
        return self.life.begin(self.socket.say(conversation, words, mark))

    def tells(self, conversation: str, words: str, mark: str | None = None) -> int:
        """Say something; it is on the server's disk. Returns its position."""
        return self.speaks(conversation, words, mark).result(SECONDS)

    def sees(self, words: str, conversation: str, *, times: int = 1) -> Self:
        """Wait until these words stand so often in a conversation as this person sees it."""
        what = f"{self.name} sees “{words}” {times}×"
        wait_until(lambda: self.count(words, conversation) >= times, what, SECONDS)
        return self

    def sees_card(self, card: str, conversation: str) -> Self:
        """Wait until a card is in the conversation."""
        log = self.heard[conversation]
        wait_until(
            lambda: any(one.get("card") == card for one in log.values()), f"{self.name} sees {card}", SECONDS
        )
        return self

    def sees_the_end(self, conversation: str) -> Self:
        """Wait until the conversation has been closed."""
        log = self.heard[conversation]
        wait_until(
            lambda: any(one["kind"] == "closed" for one in list(log.values())),
            f"{self.name}: the end",
            SECONDS,
        )
        return self

    def count(self, words: str, conversation: str) -> int:
        """In how many lines of a conversation these words stand."""
        return sum(words in one.get("words", "") for one in list(self.heard[conversation].values()))

    def said(self, conversation: str) -> list[str]:
        """What people said in a conversation, in order, as this person has it."""
        log = self.heard[conversation]
        return [log[position]["words"] for position in sorted(log) if log[position]["kind"] == "said"]

    def never_heard(self, words: str) -> Self:
        """Nothing this person was ever sent holds these words."""
        everything = [frame for log in self.heard.values() for frame in log.values()] + self.frames
        assert not [frame for frame in everything if words in str(frame)], f"{self.name} heard “{words}”"
        return self

    def is_told_of(self, conversation: str, *, here: bool) -> Self:
        """Wait until the page says that the other one is here, or gone."""
        about = {"t": "presence", "c": conversation, "here": here}
        what = f"{self.name} hears whether they are here ({here})"
        wait_until(lambda: any(about.items() <= one.items() for one in list(self.frames)), what, SECONDS)
        return self

    def fills_this_page(self, **given: str) -> Page:
        """Fill in the page's own form, which goes where the page came from, its query included."""
        form = self.page.form(self.page.path)
        form.action = self.page.address
        return self.visitor.sends(form, **given)

    def finds(self, action: str, **fields: str) -> Form:
        """A form of the page whose action ends so and whose hidden fields are these. Raises LookupError."""
        for form in self.page.forms:
            if form.action.endswith(action) and fields.items() <= form.fields.items():
                return form
        raise LookupError(f"{self.page.path} has no form {action} {fields}: {self.page.words[:600]}")


class Seeker(Somebody):
    """A person in distress. `place` is the conversation they wait or talk in."""

    place = ""

    def asks(self, safe: str = "yes") -> Self:
        """Two taps, and the waiting room stays open."""
        self.visitor.gets_in_line(safe)
        return self.waits()

    def waits(self) -> Self:
        """Be in the waiting room we are on, with a page that stays open."""
        self.place = self.visitor.conversation
        return self.opens_a_page().follows(self.place)

    def second_tab(self) -> "Seeker":
        """The same browser, one more tab."""
        tab = Seeker(self.house, self.life, f"{self.name}’s second tab", self.language)
        tab.visitor._jar.values.update(self.visitor.cookies)
        tab.place = self.place
        return tab

    def writes(self, words: str) -> Self:
        """Write while waiting."""
        self.goes(f"/wait/{self.place}")
        self.visitor.says(words)
        return self

    def answers(self, question: str, answer: str) -> Self:
        """Answer one question of the waiting room; nothing skips it."""
        self.goes(f"/wait/{self.place}")
        if question == "distress":
            self.visitor.fills("/distress", distress=answer)
        else:
            self.visitor.sends(self.finds("/questions", question=question), answer=answer)
        assert self.page.path == f"/wait/{self.place}", self.page.words[:300]
        return self

    def is_asked(self) -> set[str]:
        """The questions that are still open in the waiting room."""
        forms = self.goes(f"/wait/{self.place}").forms
        codes = {form.fields["question"] for form in forms if form.action.endswith("/questions")}
        return codes | {"distress" for form in forms if form.action.endswith("/distress")}

    def is_met(self) -> Self:
        """The page goes to the chat by itself, and a page opened anew is there as well."""
        to = f"/c/{self.place}"
        wait_until(
            lambda: any(one.get("to") == to for one in list(self.frames)), f"{self.name} is met", SECONDS
        )
        assert self.goes(f"/wait/{self.place}").path == to
        return self

    def says(self, words: str, mark: str | None = None) -> Self:
        """Say something in the chat."""
        self.tells(self.place, words, mark)
        return self

    def reads_line(self, words: str, times: int = 1) -> Self:
        """Wait for words in the chat."""
        return self.sees(words, self.place, times=times)

    def says_to_hand_over(self, answer: str) -> Self:
        """Yes or no to somebody else."""
        self.goes(f"/c/{self.place}/hand-over")
        self.visitor.fills("/hand-over", answer=answer)
        return self

    def leaves_the_line(self) -> Self:
        """One tap."""
        self.goes(f"/wait/{self.place}")
        self.visitor.fills("/departure")
        return self.closes_the_page()

    def leaves_now(self) -> Self:
        """The button that is on every page; what it leads to is not ours to open."""
        here = {"Origin": self.house.url, "Referer": self.house.url + "/"}
        self.visitor._http.post("/leave", headers=here, follow_redirects=False)
        return self.closes_the_page()

    def ends(self) -> Self:
        """End the chat; the page that comes is the question afterwards."""
        self.goes(f"/c/{self.place}/end")
        self.visitor.fills("/end")
        return self


class Staff(Somebody):
    """A colleague, by the console's pages and its socket."""

    side = "staff"

    def _browser(self) -> Colleague:
        return Colleague(self.house.url, self.language)

    def signs_in(self) -> Self:
        """By address and pass-phrase."""
        assert isinstance(self.visitor, Colleague)
        if self.goes("/desk").path != "/desk":
            self.visitor.signs_in(f"{self.name.lower()}@harbour.example", PASSPHRASE)
        assert self.page.path in ("/desk", "/settings", "/team", "/lead"), self.page.words[:300]
        return self

    def begins(self, *languages: str, slots: int = 1) -> Self:
        """Come on shift, for four hours."""
        form = self.goes("/desk").form("/desk/shift")
        chosen: dict[str, Any] = {"slots": f"{slots}", "hours": "4", "languages": list(languages)}
        self.visitor.sends(form, **chosen)
        assert self.page.path == "/desk/live", self.page.words[:300]
        return self

    def takes_people(self, yes: bool) -> Self:
        """Pause, or be ready again; nothing where it is so already."""
        self.goes("/desk")
        try:
            form = self.page.form("/desk/shift/pause")
        except LookupError:  # off shift
            return self
        on = "0" if yes else "1"
        if on in form.choices["on"]:
            self.visitor.sends(form, on=on)
        return self

    def goes_home(self) -> Self:
        """End the shift."""
        self.goes("/desk")
        self.visitor.fills("/desk/shift/end")
        assert self.page.path == "/desk", self.page.words[:300]
        self.page.form("/desk/shift")
        return self

    def offer(self) -> Form | None:
        """Who is offered at this moment."""
        forms = self.goes("/desk/live/line").forms
        return next((form for form in forms if form.action.endswith("/acceptance")), None)

    def is_offered(self) -> Self:
        """Wait until somebody is offered."""
        until(lambda: self.offer() is not None, f"{self.name} is asked")
        return self

    def is_not_offered(self) -> Self:
        """Wait until nobody is offered any more."""
        until(lambda: self.offer() is None, f"{self.name} is asked no more")
        return self

    def takes(self) -> str:
        """Take who is offered, and have the chat on the page. Returns the conversation."""
        self.is_offered()
        self.visitor.sends(self.finds("/acceptance"))
        found = re.search(r"at=([0-9a-f-]{36})", self.page.address)
        assert found, self.page.words[:300]
        self.follows(found[1])
        return found[1]

    def leaves_it(self) -> Self:
        """Leave who is offered for a colleague."""
        self.is_offered()
        self.visitor.sends(self.finds("/refusal"))
        return self

    def hands_over(self, chat: str, to: str, *, how: str, words: str = "") -> Self:
        """Ask the seeker whether somebody else may carry on: a colleague's name, or a role."""
        page = self.goes(f"/desk/c/{chat}/transfer")
        named = re.search(rf'value="([0-9a-f-]{{36}})" required><span>{to}<', page.html)
        self.visitor.fills("/transfer", to=named[1] if named else to, how=how, words=words)
        assert self.page.path == "/desk/live", self.page.words[:300]
        return self

    def has(self, chat: str) -> bool:
        """Whether a chat is on their console."""
        return f'data-conversation="{chat}"' in self.goes("/desk/live").html

    def ends(self, chat: str, reason: str, **more: str) -> Self:
        """End a chat with a reason."""
        self.goes(f"/desk/c/{chat}/closure")
        self.visitor.fills("/closure", reason=reason, **more)
        assert self.page.path == f"/desk/wrap/{chat}", self.page.words[:300]
        return self

    def records(self, chat: str, contact: str = "listening") -> Self:
        """Write the record."""
        self.goes(f"/desk/wrap/{chat}")
        self.visitor.fills(f"/desk/wrap/{chat}", contact=contact, outcome="calmer", note="Facts alone.")
        assert self.page.path == "/desk" or self.page.path.startswith("/desk/debrief/"), self.page.words[:300]
        return self

    def changes(self, path: str, **given: str) -> Self:
        """Change settings: look first, then save."""
        self.goes(path)
        self.visitor.fills(path, **given)
        self.visitor.fills(path, step="save")
        assert self.page.path == "/settings", self.page.words[:500]
        return self
