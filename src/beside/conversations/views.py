"""The seeker's chat, with scripts and without."""

from uuid import UUID

from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from beside.conversations import actions, copies, forms, pages
from beside.conversations.queries import lines, seat_of
from beside.foundation.errors import DomainError
from beside.people.doors import seeker_only
from beside.people.models import Person
from beside.people.queries import visitor

COMMIT_SECONDS = 10


@require_http_methods(["GET", "POST"])
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # it is typed for views without arguments
def chat(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The chat. POST says something without scripts; words are never lost to a lost visit."""
    words = forms.saying(request.POST).words
    person = visitor(request)
    if person is None:
        return (
            render(request, "conversations/lost.html", {"words": words}, status=403)
            if words
            else redirect("/talk")
        )
    seat = seat_of(person, conversation_id)
    if request.method == "GET":
        return render(request, "conversations/chat.html", pages.chat(seat))
    given = forms.saying(request.POST)
    try:
        actions.say(seat=seat, words=given.words, client_id=given.client_id).result(COMMIT_SECONDS)
    except DomainError as refusal:
        context = {**pages.chat(seat), "words": given.words, "refusal": refusal}
        return render(request, "conversations/chat.html", context, status=refusal.status)
    return redirect("conversations:chat", conversation_id)


@require_GET
@csp_replace({"frame-ancestors": ["'self'"]})
@seeker_only
def log_frame(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The log alone, for the frame that refreshes itself when there are no scripts."""
    seat = seat_of(person, conversation_id)
    context = pages.chat(seat)
    actions.read(seat=seat, upto=context["head"])
    return render(request, "conversations/log_frame.html", context)


@require_http_methods(["GET", "POST"])
@seeker_only
def end(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """End now, or stay a little longer: neither is the default."""
    seat = seat_of(person, conversation_id)
    if request.method == "GET" and seat.conversation.is_open:
        return render(request, "conversations/end.html", {"conversation": seat.conversation})
    if seat.conversation.is_open:
        actions.end(seat=seat)
    return redirect(pages.after(conversation_id))


@require_GET
@seeker_only
def copy(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Save a copy: a preview, plain text, or a page to print. Never by mail."""
    seat = seat_of(person, conversation_id)
    shown, kind = lines(seat), request.GET.get("as", "")
    context = {"conversation": seat.conversation, "lines": shown, "text": copies.as_text(shown, _("You"))}
    if kind == "text":
        response = HttpResponse(context["text"], content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="notes.txt"'
        return response
    if kind == "html":
        response = render(request, "conversations/copy_print.html", context)
        response["Content-Disposition"] = 'attachment; filename="notes.html"'
        return response
    return render(request, "conversations/copy.html", context)
