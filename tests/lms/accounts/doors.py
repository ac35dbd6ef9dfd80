"""What tests of getting in share: passwords, and pages without what differs at every showing."""

import re

PASSWORD = "laukas-demo"
NEW_PASSWORD = "trys vėjai lauke"


def without_tokens(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)
