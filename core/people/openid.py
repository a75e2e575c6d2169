"""The sign-in service of an installation (OpenID Connect), on Authlib, which nothing else in the house knows.

Authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636). The addresses asked are those of the
settings and of what the service under OIDC_ISSUER says of itself; nobody who uses the system gives one. Only who
somebody is, is taken from the service: what they may do stands in their grants here.
"""

from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import current_app, session
from flask.sansio.app import App
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from core.addresses import whole_address
from core.errors import Refusal
from core.people.rules.identities import Identity

_SECONDS = 10
_SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Those that the key of the service alone can make; no signature, or one by a shared secret, is taken."""
_ALGORITHMS = "id_token_signing_alg_values_supported"
_UNREACHABLE = "{name} does not answer as it should. Try again, or sign in with your password."
_NOT_TOLD = "{name} did not say who you are, or too much time has passed. Begin again."


def prepare_openid(app: App) -> None:
    """Know the sign-in service of the settings, where there is one. Nothing is asked of it before somebody signs in."""
    if not app.config["OIDC_ISSUER"]:
        return
    clients = OAuth(app)
    clients.register(
        "outside",
        client_id=app.config["OIDC_CLIENT_ID"],
        client_secret=app.config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{app.config['OIDC_ISSUER'].rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": _SECONDS},
    )


def name_of_service() -> str:
    """What the sign-in service is called on pages; an empty text where the installation has none."""
    configuration = current_app.config
    return str(configuration["OIDC_NAME"]) if configuration["OIDC_ISSUER"] else ""


def lead_to_service() -> Response:
    """Lead to the sign-in service, which leads back to `people.come_back`."""
    for key in [key for key in session if key.startswith("_state_outside_")]:
        session.pop(key)  # begun before and given up
    client = _client()
    try:
        _check_description(client.load_server_metadata())
        answer: Response = client.authorize_redirect(address_to_come_back())
    except (AuthlibBaseError, RequestException, RuntimeError, ValueError) as fault:
        raise _refused(_UNREACHABLE, fault) from fault
    return answer


def address_to_come_back() -> str:
    """Where the service leads back to, as it is registered there."""
    return whole_address("people.come_back")


def identity_told() -> Identity:
    """Who the service says has signed in, by the code and state of the form that was sent; each is good once.

    The signature, the issuer, the audience, the nonce and the times of what it says are checked.
    """
    client, settings = _client(), current_app.config
    expected = {
        "iss": {"essential": True, "values": [settings["OIDC_ISSUER"]]},
        "aud": {"essential": True, "value": settings["OIDC_CLIENT_ID"]},
        "sub": {"essential": True},
    }
    try:
        _check_description(client.load_server_metadata())
        told = client.authorize_access_token(claims_options=expected).get("userinfo")
    except (RequestException, RuntimeError) as fault:
        raise _refused(_UNREACHABLE, fault) from fault
    except (AuthlibBaseError, JoseError, ValueError) as fault:
        raise _refused(_NOT_TOLD, fault) from fault
    if not told or not told.get("sub"):
        raise Refusal(_NOT_TOLD.format(name=name_of_service()))
    return Identity(issuer=settings["OIDC_ISSUER"], subject=str(told["sub"]))


def _client() -> Any:
    return current_app.extensions["authlib.integrations.flask_client"].create_client("outside")


def _check_description(told: dict[str, Any]) -> None:
    """Believe what a service says of itself under its own name alone (OpenID Connect Discovery 1.0, section 4.3).

    Of the ways of signing that it lists, those that do not show who signed are struck out.
    """
    if told.get("issuer") != current_app.config["OIDC_ISSUER"]:
        raise RuntimeError("it calls itself otherwise than the settings say")
    told[_ALGORITHMS] = [each for each in told.get(_ALGORITHMS) or ("RS256",) if each in _SIGNATURES]
    if not told[_ALGORITHMS]:
        raise RuntimeError("it signs in no way that shows who signed")


def _refused(sentence: str, fault: Exception) -> Refusal:
    """The sentence for people; the log says what kind of fault it was, and never what was sent."""
    issuer = current_app.config["OIDC_ISSUER"]
    current_app.logger.warning("Signing in through %s failed: %s", issuer, type(fault).__name__)
    return Refusal(sentence.format(name=name_of_service()))
