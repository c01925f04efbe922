"""The directory of helplines as a listener sees it beside a chat."""

import uuid
from dataclasses import dataclass

from beside.desk.models import Chat, Shared
from beside.desk.queries.service import current
from beside.foundation import clock
from beside.safety import resources, searching, wording
from beside.safety.wording import Row


@dataclass(frozen=True, slots=True)
class Found:
    """One line: what it is called, where, how; `shared`: it stands in this chat already."""

    code: str
    country: str
    row: Row
    shared: bool
    mark: str


def found(chat: Chat, words: str) -> list[Found]:
    """What a few words find, the helpline's own country and the language of the chat first."""
    language = chat.conversation.language
    home = current(chat.request).country
    lines = searching.search(words, home=home, language=language, today=clock.today())
    names = dict(resources.countries(wording.locale().language))
    given = set(Shared.objects.filter(conversation=chat.conversation).values_list("code", flat=True))
    return [
        Found(
            code=searching.code_of(line),
            country=names.get(line.country, line.country),
            row=wording.row(line),
            shared=searching.code_of(line) in given,
            mark=uuid.uuid4().hex,
        )
        for line in lines
    ]
