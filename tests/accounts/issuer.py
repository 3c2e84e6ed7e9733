"""A real issuer of OpenID Connect on loopback, at the test's time, which lies when a test asks it to.

`python -m tests.accounts.issuer PORT`; a PUT to /mood says how it lies, with the claims that it changes.
"""

import logging
import sys
from typing import Any

from tests.days import follow_clock

follow_clock()

import flask  # noqa: E402
import jwt  # noqa: E402
import oidc_provider_mock  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: E402

mood: dict[str, Any] = {}
stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def lie(response: flask.Response) -> flask.Response:
    """Change what is answered by the mood."""
    path = flask.request.path
    if path == "/oauth2/token" and response.is_json and "id_token" in (body := response.get_json()):
        claims = jwt.decode(body["id_token"], options={"verify_signature": False})
        match mood.get("kind"):
            case "forged":
                body["id_token"] = jwt.encode({**claims, **mood["claims"]}, stranger, "RS256")
            case "unsigned":
                body["id_token"] = jwt.encode(claims, None, "none")
            case "by secret":
                body["id_token"] = jwt.encode(claims, "x" * 40, "HS256")
            case "nothing":
                del body["id_token"]
            case "rubbish":
                body["id_token"] = "a.b.c"
        response.set_data(flask.json.dumps(body))
    if path == "/userinfo" and response.is_json and mood.get("kind") == "another person":
        response.set_data(flask.json.dumps({**response.get_json(), **mood["claims"]}))
    if path == "/.well-known/openid-configuration" and mood.get("kind") == "another issuer":
        response.set_data(flask.json.dumps({**response.get_json(), **mood["claims"]}))
    return response


def main() -> None:
    """Serve until killed."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = oidc_provider_mock.app()
    app.after_request(lie)

    @app.put("/mood")
    def change_mood() -> str:
        mood.clear()
        mood.update(flask.request.get_json())
        return ""

    app.run("127.0.0.1", int(sys.argv[1]), threaded=True, debug=False, use_reloader=False)


if __name__ == "__main__":
    main()
