"""The question about suicide: that it was asked is written down, and no chat that cued it ends without."""

from django.utils.translation import gettext_lazy as _

from beside.desk.models import Asked, Chat, SuicideQuestion
from beside.desk.queries import cues
from beside.foundation import clock
from beside.foundation.errors import Invalid, NotForYou
from beside.people.models import Person, Role


def record_question(*, chat: Chat, actor: Person, answer: str) -> SuicideQuestion:
    """Write down whether it was asked: asked, declined or not appropriate. Anew, it replaces what was there.

    For whoever listens, and supervisors. Raises NotForYou, Invalid for an answer that is none.
    """
    if chat.listener_id != actor.pk and not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    if answer not in Asked.values:
        raise Invalid(_("Choose whether the question about suicide was asked."))
    defaults = {"answer": answer, "by": actor, "on": clock.today()}
    kept, _made = SuicideQuestion.objects.update_or_create(chat=chat, defaults=defaults)
    return kept


def check_question(*, chat: Chat, actor: Person, answer: str = "", named: bool = False) -> None:
    """Before a chat ends or its record is saved: take the answer if there is one, refuse where it is missing.

    `named`: the record itself says that it was about suicide. Raises Invalid for a chat that cued the
    question and says nothing of it.
    """
    if answer:
        record_question(chat=chat, actor=actor, answer=answer)
    elif cues.is_missing(chat) or (named and cues.question_of(chat) is None):
        raise Invalid(
            _("This chat touched on suicide. Say first whether you asked, or why it was not appropriate.")
        )
