import json

from django.test import Client


def test_response_schema_is_for_anybody_without_a_query(client: Client) -> None:
    page = client.get("/schemas/response-2.json")
    assert page.status_code == 200
    assert page["Content-Type"] == "application/schema+json"
    assert json.loads(page.content)["$id"] == "urn:lgq-desk:snapshot:2"
