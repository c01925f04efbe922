"""Where a chat is: five phases, three prompts each. A click puts words into the draft, it never sends.

The phases follow the common order of helpline chats (contact, exploring, asking about danger, next steps,
ending); asking about suicide directly and in plain words is the standard of crisis lines (Lifeline, 2007).
Drafts are in the language of the conversation, labels in the language of the listener.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Prompt:
    """`label` is what the listener reads on the button, `draft` the words it puts into the reply."""

    label: str | Promise
    draft: str | Promise


@dataclass(frozen=True)
class Phase:
    """One part of a chat. `key` is stable, `name` is shown."""

    key: str
    name: str | Promise
    prompts: Sequence[Prompt]


MEET = Phase(
    "meet",
    _("Meet"),
    (
        Prompt(
            _("Say you are here and have read it"),
            _("I’m here, and I’ve read what you wrote. Where would you like to start?"),
        ),
        Prompt(
            _("Say it was not easy to write"),
            _("It can’t have been easy to write this. I’m glad you did."),
        ),
        Prompt(
            _("Ask what brought them tonight"),
            _("What made tonight the night to write to us?"),
        ),
    ),
)

EXPLORE = Phase(
    "explore",
    _("Explore"),
    (
        Prompt(
            _("Give back the feeling you heard"),
            _("It sounds as if that left you … Have I understood?"),
        ),
        Prompt(
            _("Ask what weighs the most"),
            _("Of all of this, what weighs the most right now?"),
        ),
        Prompt(
            _("Ask how long it has been like this"),
            _("How long has it been like this? Are there hours when it’s lighter?"),
        ),
    ),
)

SAFETY = Phase(
    "safety",
    _("Safety"),
    (
        Prompt(
            _("Ask about tonight, in plain words"),
            _(
                "When it gets this heavy, some people think of ending their life. "
                "Are you thinking about that tonight?"
            ),
        ),
        Prompt(
            _("Put distance between them and the means"),
            _(
                "Would you be willing to put some distance between you and what you’ve been thinking of "
                "using, while we talk?"
            ),
        ),
        Prompt(
            _("Who could sit with them, even by phone?"),
            _("Is there someone who could be near you tonight, even on the phone?"),
        ),
    ),
)

NEXT = Phase(
    "next",
    _("Next"),
    (
        Prompt(
            _("Ask what helped before, even a little"),
            _("When it was like this before, what helped, even for ten minutes?"),
        ),
        Prompt(
            _("Find one small thing for tonight"),
            _("What is one small thing that could make the next hour easier?"),
        ),
        Prompt(
            _("Ask who else could know"),
            _("Who else could know about this, if you wanted someone to?"),
        ),
    ),
)

CLOSE = Phase(
    "close",
    _("Close"),
    (
        Prompt(
            _("Say there are ten minutes left"),
            _("We have about ten minutes. What would you like to use them for?"),
        ),
        Prompt(
            _("Sum up in their own words"),
            _("Before we stop, may I say back what I heard? You told me …"),
        ),
        Prompt(
            _("Say how to come back"),
            _("This door is open again tomorrow. Would you like five words to come back with?"),
        ),
    ),
)

STEADY = Phase(
    "steady",
    _("When it is too much"),
    (
        Prompt(
            _("Ask for one thing at a time"),
            _("I’d like to read all of it, and it comes faster than I can. One thing at a time, please."),
        ),
        Prompt(
            _("Say which words make it hard to stay"),
            _("With words like these it is hard for me to stay. I’d like to: please leave them out."),
        ),
        Prompt(
            _("Bring it back to what hurts"),
            _("I’m here for what hurts tonight. What is it about?"),
        ),
        Prompt(
            _("Say that the chat may end"),
            _(
                "If it goes on like this, I will close this chat. You can come back, and in danger you "
                "always get in at once."
            ),
        ),
    ),
)
"""For a chat that is flooded, or abused. Say it once, plainly, before it ends."""

PHASES: Sequence[Phase] = (MEET, EXPLORE, SAFETY, NEXT, CLOSE)

ALL: Sequence[Phase] = (*PHASES, STEADY)
