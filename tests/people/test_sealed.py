"""What is sealed about staff: second steps, and what a session holds."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core import signing
from django.test import Client

from beside.foundation.errors import Unavailable
from beside.people.models import Person, StaffSession
from beside.people.sessions import SessionStore, row_key
from tests.world import PHRASE, code, sign_in

pytestmark = pytest.mark.django_db


def test_the_secret_of_a_new_second_step_lies_nowhere_in_clear(client: Client, outsider: Person) -> None:
    Authenticator.objects.all().delete()
    assert sign_in(client, outsider).get("/in/me/app").status_code == 200
    secret = client.session[SECRET_SESSION_KEY]
    row = StaffSession.objects.get(account=outsider.account)
    assert secret not in row.session_data
    with pytest.raises(signing.BadSignature):
        signing.loads(row.session_data, salt="django.contrib.sessions.SessionStore")


def test_a_session_opens_with_its_own_cookie_only(outsider: Person) -> None:
    first, second = SessionStore(), SessionStore()
    for each, words in ((first, "one"), (second, "two")):
        each["words"] = words
        each.save()
    sealed = StaffSession.objects.get(session_key=row_key(str(first.session_key))).session_data
    StaffSession.objects.filter(session_key=row_key(str(second.session_key))).update(session_data=sealed)
    assert SessionStore(first.session_key)["words"] == "one"
    assert "words" not in SessionStore(second.session_key)


def test_a_session_from_before_there_was_a_seal_is_still_read(outsider: Person) -> None:
    store = SessionStore()
    store["words"] = "kept"
    store.save()
    signed = signing.dumps(
        {"words": "older"}, salt=store.key_salt, serializer=store.serializer, compress=True
    )
    StaffSession.objects.filter(session_key=row_key(str(store.session_key))).update(session_data=signed)
    assert SessionStore(store.session_key)["words"] == "older"


def test_a_second_step_of_somebody_else_signs_nobody_in(client: Client, maya: Person, ines: Person) -> None:
    mine, theirs = (Authenticator.objects.get(user=each.account) for each in (maya, ines))
    bound = get_adapter()
    for row in (mine, theirs):
        bare = bound.decrypt(row.data["secret"])
        row.data["secret"] = sealed_for(str(row.user_id), bare)
        row.save()
    told = {"login": "ines@example.org", "password": PHRASE}
    assert bound.decrypt(theirs.data["secret"])
    theirs.data = mine.data
    theirs.save()
    with pytest.raises(Unavailable):
        bound.is_mfa_enabled(ines.account)
    client.post("/in", told)
    client.post("/in/2fa", {"code": code()})
    assert "_auth_user_id" not in client.session
    with pytest.raises(Unavailable):
        bound.decrypt(f"{ines.account.pk}.{mine.data['secret'].rpartition('.')[2]}")
    assert bound.is_mfa_enabled(maya.account)


def sealed_for(owner: str, text: str) -> str:
    """As the adapter seals for somebody who is signed in."""
    from allauth.core import context
    from django.http import HttpRequest

    class Owner:
        pk = owner

    request = HttpRequest()
    request.user = Owner()  # type: ignore[assignment]
    with context.request_context(request):
        return str(get_adapter().encrypt(text))
