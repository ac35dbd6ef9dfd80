"""A verifier that is not ours, asking the site as a stranger does; and copies of a credential for it to
refuse."""

import copy
import json

from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError


class Elsewhere:
    """What a stranger fetches from the site."""

    def __init__(self, client):
        self.client = client

    def __call__(self, address):
        path = address.partition("://testserver")[2]
        if address.startswith("https"):
            assert path == "/.well-known/did.json"
        return self.client.get(path).content


def judged(document, client):
    return OB3LdpVerifier().verify(json.dumps(document), download=Elsewhere(client))


def passes(document, client):
    try:
        judged(document, client)
    except OB3VerificationError:
        return False
    return True


def changed(document):
    """Every copy with one leaf changed, one member dropped, or one added."""

    def places(value, path=()):
        if isinstance(value, dict):
            for key in value:
                yield (*path, key)
                yield from places(value[key], (*path, key))
        elif isinstance(value, list):
            for place, part in enumerate(value):
                yield from places(part, (*path, place))

    for path in places(document):
        for how in ("drop", "change"):
            made = copy.deepcopy(document)
            inside = made
            for step in path[:-1]:
                inside = inside[step]
            value = inside[path[-1]]
            if how == "drop":
                del inside[path[-1]]
            elif isinstance(value, bool):
                inside[path[-1]] = not value
            elif isinstance(value, str):
                inside[path[-1]] = value + "x"
            else:
                continue
            yield how, path, made
    for name, value in (("name", "More"), ("undefinedMember", "More"), ("image", {"id": "a:b"})):
        for path in [(), ("credentialSubject",), ("credentialSubject", "achievement")]:
            made = copy.deepcopy(document)
            inside = made
            for step in path:
                inside = inside[step]
            if name in inside:
                inside[name] = [inside[name], value]
            else:
                inside[name] = value
            yield "add", (*path, name), made
