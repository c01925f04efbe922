"""Help right now, as a person gets it."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_now_opens(client: Client) -> None:
    page = client.get("/now", secure=True)
    print(page.content.decode())
    assert page.status_code == 200
