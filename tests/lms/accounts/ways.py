"""What tests of the other ways in share: codes of an app, codes in mails."""

import base64
import hashlib
import hmac
import re
import time
from typing import Any

CODE = re.compile(r"^\s+(\d{4}-\d{4})$", re.M)


def app_code(secret: str, steps: int = 0) -> str:
    """The six digits an app shows now, or so many half minutes later (RFC 6238)."""
    step = (int(time.time()) // 30 + steps).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def code_in(message: Any) -> str:
    """The code of a mail."""
    found = CODE.search(message.body)
    assert found, message.body
    return found[1]


def again(client: Any, address: str, password: str = "laukas-demo") -> Any:
    """Go to a page that asks once more who it is, say so, and come to it."""
    asked = client.get(address)
    assert asked.status_code == 302 and "/accounts/again/" in asked["Location"], asked
    client.post(asked["Location"], {"password": password})
    return client.get(address)


def set_up_app(client: Any) -> tuple[str, list[str]]:
    """Set up an app for a client's person; (the secret, the recovery codes)."""
    page = again(client, "/en/accounts/second-step/app/")
    secret = page.context["form"].secret
    done = client.post("/en/accounts/second-step/app/", {"code": app_code(secret)})
    assert done["Location"].endswith("/second-step/codes/"), done
    codes = client.get("/en/accounts/second-step/codes/").context["codes"]
    client.post("/en/accounts/second-step/codes/")
    return secret, codes
