"""Does somebody sign in with the house's own account, and nobody who is not known here or who forges an answer?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from pydantic import ValidationError
from tests.people import Peopled
from tests.web.provider import CLIENT, SECRET, Provider, running_provider
from tests.web.reading import read_page as read

from sayso.lasting import accounts_of
from sayso.settings import Settings
from sayso.usecases.people import About, changing
from sayso.usecases.reviews import Expected
from sayso.web.account_port import AccountUnavailable

DONE = "/sign-in/account/done"
LONG_AGO, FAR_AHEAD = 946_684_800, 4_102_444_800  # the years 2000 and 2100: a parameter must not read the clock


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, provider: Provider
) -> Iterator[Peopled]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "secret").write_text(SECRET)
    storage: dict[str, Any] = {
        "data_dir": folder / "data",
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret_file": folder / "secret",
    }
    if request.param == "postgresql":
        storage["database_url"] = request.getfixturevalue("postgres").database()
    found = Peopled(folder / "rubrics", storage)
    found.add("admin")
    yield found
    found.close()


@pytest.fixture
def desk(shared: Peopled, provider: Provider) -> Peopled:
    provider.wrong, provider.header, provider.signed_by = {}, {}, None
    return shared


def cookies(response: httpx.Response) -> dict[str, str]:
    given = [each.partition(";")[0].partition("=") for each in response.headers.get_list("set-cookie")]
    return {name: value for name, _, value in given}


def begin(desk: Peopled, onward: str = "/documents") -> tuple[str, str]:
    """Where the provider leads the browser back to, and the cookie that it brings."""
    away = desk.ask("GET", f"/sign-in/account?{urlencode({'next': onward})}")
    assert away.status_code == 303
    back = httpx.get(away.headers["location"])
    assert back.status_code == 302
    place = urlsplit(back.headers["location"])
    return f"{place.path}?{place.query}", cookies(away)["sayso-account"]


def finish(desk: Peopled, place: str, brought: str) -> httpx.Response:
    return desk.ask("GET", place, headers={"cookie": f"sayso-account={brought}", "sec-fetch-site": "cross-site"})


def sign_in(desk: Peopled) -> httpx.Response:
    return finish(desk, *begin(desk))


def says(response: httpx.Response) -> str:
    assert "sayso" not in cookies(response), "nobody is let in"
    (found,) = [each for each in read(response.text).all("div") if each.attributes.get("role") == "alert"]
    return found.text


def test_who_was_added_before_is_let_in_by_a_verified_address_and_then_by_the_account(
    desk: Peopled, provider: Provider
) -> None:
    person = desk.add("reviewer", email="first@desk.example")
    provider.account = {"sub": "first", "email": "First@desk.example", "email_verified": True}
    signed = sign_in(desk)
    assert (signed.status_code, signed.headers["location"]) == (303, "/documents")
    assert cookies(signed)["sayso-account"] == ""
    token = cookies(signed)["sayso"]
    assert desk.ask("GET", "/v1/rubrics", token).status_code == 200
    assert desk.store.people.find(person.id).subject == f"{provider.issuer} first"
    me = f"person:{person.id}"
    assert [operation for operation, _ in desk.trail(subject=me)] == ["openSession", "linkAccount", "addPerson"]
    provider.account = {"sub": "first", "email": "renamed@desk.example", "email_verified": False}
    assert "sayso" in cookies(sign_in(desk)), "the account counts from then on, whatever its address"
    provider.account = {"sub": "another", "email": "first@desk.example", "email_verified": True}
    assert "Nobody is known here" in says(sign_in(desk)), "the address alone opens nothing any more"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_opens_nothing(desk: Peopled, provider: Provider, verified: Any) -> None:
    person = desk.add("reviewer")
    provider.account = {"sub": f"unverified {verified}", "email": person.email, "email_verified": verified}
    refused = sign_in(desk)
    assert (refused.status_code, "Nobody is known here" in says(refused)) == (403, True)
    assert desk.store.people.find(person.id).subject is None


@pytest.mark.parametrize("email", ["stranger@desk.example", None, "", "a\u0000@b", "x" * 400 + "@y", 7, ["a@b"]])
def test_nobody_is_made_up(desk: Peopled, provider: Provider, email: Any) -> None:
    before = len(desk.store.people.page(None, 200))
    provider.account = {"sub": "stranger", "email": email, "email_verified": True}
    assert sign_in(desk).status_code == 403
    assert len(desk.store.people.page(None, 200)) == before


def test_who_is_disabled_stays_out(desk: Peopled, provider: Provider) -> None:
    person = desk.add("reviewer")
    provider.account = {"sub": person.id, "email": person.email, "email_verified": True}
    token = cookies(sign_in(desk))["sayso"]
    desk.store.submit(changing(person.id, About(disabled=True), None, Expected(None), "test")).result(30)
    assert desk.ask("GET", "/v1/rubrics", token).status_code == 401
    assert sign_in(desk).status_code == 403


def test_an_answer_that_another_browser_began_is_not_taken(desk: Peopled) -> None:
    (mine, my_cookie), (other, other_cookie) = begin(desk), begin(desk)
    for place, brought in ((mine, other_cookie), (other, my_cookie), (mine, ""), (mine, "a.b.c"), (mine, "a.b.c./x")):
        assert "another browser" in says(finish(desk, place, brought))
    assert "another browser" in says(desk.ask("GET", mine))
    state = parse_qs(urlsplit(mine).query)["state"][0]
    assert finish(desk, f"{DONE}?state={state}&error=access_denied", my_cookie).status_code == 401
    for wrong in ("", "?code=x", "?state=%00&code=x", "?state=%ff", f"?state={state}x&code=y"):
        assert finish(desk, DONE + wrong, my_cookie).status_code == 400


def test_a_code_counts_once_and_only_with_its_verifier(desk: Peopled, provider: Provider) -> None:
    person = desk.add("reviewer")
    provider.account = {"sub": person.id, "email": person.email, "email_verified": True}
    place, brought = begin(desk)
    assert "sayso" in cookies(finish(desk, place, brought))
    assert finish(desk, place, brought).status_code == 401
    place, brought = begin(desk)
    state, nonce, verifier, onward = brought.split(".", 3)
    assert finish(desk, place, f"{state}.{nonce}.{'x' * len(verifier)}.{onward}").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another client"}, {"aud": None}, {"sub": None},
        {"nonce": "of another request"}, {"nonce": None}, {"exp": LONG_AGO}, {"exp": None},
        {"iat": FAR_AHEAD}, {"azp": "another client", "aud": [CLIENT, "another client"]},
        {"sub": "x" * 400}, {"sub": "\u0000"}, {"sub": ["1"]}, {"exp": "soon"},
    ],
    ids=repr,
)  # fmt: skip
def test_a_token_that_is_not_for_this_is_refused(desk: Peopled, provider: Provider, wrong: dict[str, Any]) -> None:
    person = desk.add("reviewer")
    provider.account = {"sub": person.id, "email": person.email, "email_verified": True}
    provider.wrong = wrong
    refused = sign_in(desk)
    assert refused.status_code == 401
    assert says(refused)


def test_a_token_that_somebody_else_signed_is_refused(desk: Peopled, provider: Provider) -> None:
    person = desk.add("reviewer")
    provider.account = {"sub": person.id, "email": person.email, "email_verified": True}
    other = Provider().key
    public = provider.key.as_pem(private=False)
    for header, key in (({}, other), ({"alg": "HS256"}, public), ({"alg": "none"}, b""), ({"kid": "unknown"}, other)):
        provider.header, provider.signed_by = header, key
        assert sign_in(desk).status_code == 401
    provider.header, provider.signed_by = {}, None
    assert sign_in(desk).status_code == 303


def test_new_keys_of_the_provider_are_fetched_when_they_are_met(desk: Peopled, provider: Provider) -> None:
    person = desk.add("reviewer")
    provider.account = {"sub": person.id, "email": person.email, "email_verified": True}
    assert sign_in(desk).status_code == 303
    provider.rotate()
    assert sign_in(desk).status_code == 303


def test_the_sign_in_offers_the_account_and_keeps_the_way_back(desk: Peopled) -> None:
    page = read(desk.ask("GET", "/sign-in?next=/people").text)
    assert page.one("p", "account").one("a").attributes["href"] == "/sign-in/account?next=/people"
    for onward in ("//evil.example", "/sign-in/account", "/" + "%20" * 600):
        place, brought = begin(desk, onward)
        assert brought.endswith(".%2F")
        assert len(brought) < 3_000
        assert place.startswith(DONE)


# A provider that cannot be used


def test_a_provider_that_does_not_answer_is_told_to_the_asker_and_nothing_breaks(tmp_path: Path) -> None:
    settings = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": CLIENT, "data_dir": tmp_path / "data"}
    desk = Peopled(tmp_path / "rubrics", settings)
    person = desk.add("admin")
    refused = desk.ask("GET", "/sign-in/account")
    assert (refused.status_code, "does not answer" in says(refused)) == (503, True)
    assert desk.sign_in(person.email).status_code == 303, "the password works on"
    desk.close()


def test_a_provider_of_another_name_or_without_tls_is_not_used(provider: Provider) -> None:
    for wrong in ({"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": 7}):
        real = provider.metadata
        provider.metadata = lambda wrong=wrong, real=real: real() | wrong  # type: ignore[method-assign]
        accounts = accounts_of(Settings(oidc_issuer=provider.issuer, oidc_client_id=CLIENT))
        assert accounts is not None
        with pytest.raises(AccountUnavailable):
            accounts.begin("http://127.0.0.1/done")
        provider.metadata = real  # type: ignore[method-assign]


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://house.example", "oidc_client_id": "x"},
        {"oidc_issuer": "https://user@house.example", "oidc_client_id": "x"},
        {"oidc_issuer": "https://house.example?x", "oidc_client_id": "x"},
        {"oidc_issuer": "house.example", "oidc_client_id": "x"},
        {"oidc_issuer": "https://house.example"},
    ],
)
def test_a_house_that_is_set_wrongly_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)
    assert accounts_of(Settings()) is None
