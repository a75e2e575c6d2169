"""The sign-in service of an installation (OpenID Connect), on Authlib, which nothing else in the house knows.

Authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636). The addresses asked are those of the
settings and of what the service under OIDC_ISSUER says of itself; nobody who uses the system gives one. Only who
somebody is, is taken from the service: what they may do stands in their grants here.
"""

import logging
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import current_app, session, url_for
from flask.sansio.app import App
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from core.errors import Refusal
from core.people.rules.identities import Identity

_SECONDS = 10
_UNREACHABLE = "{name} does not answer as it should. Try again, or sign in with your password."
_NOT_TOLD = "{name} did not say who you are, or too much time has passed. Begin again."
_log = logging.getLogger(__name__)


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
    try:
        answer: Response = _client().authorize_redirect(address_to_come_back())
    except (AuthlibBaseError, RequestException, RuntimeError, ValueError) as fault:
        raise _refused(_UNREACHABLE, fault) from fault
    return answer


def address_to_come_back() -> str:
    """Where the service leads back to, as it is registered there."""
    site = str(current_app.config["SITE_ADDRESS"]).rstrip("/")
    return f"{site}{url_for('people.come_back')}" if site else url_for("people.come_back", _external=True)


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


def _refused(sentence: str, fault: Exception) -> Refusal:
    """The sentence for people; the log says what kind of fault it was, and never what was sent."""
    _log.warning("Signing in through %s failed: %s", current_app.config["OIDC_ISSUER"], type(fault).__name__)
    return Refusal(sentence.format(name=name_of_service()))
