import pytest
from django.db import OperationalError, connection

import stegvis


@pytest.mark.django_db
def test_anybody_may_ask_whether_the_site_is_well(client):
    response = client.get("/health/")
    assert response.json() == {"status": "ok", "version": stegvis.__version__}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_silent_database_is_told_to_the_load_balancer(client):
    def refuse(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/health/")
    assert response.status_code == 503
