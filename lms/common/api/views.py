"""What every address of the API is: who may ask, in which form, and how often a write is done."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import Http404
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView

from lms.common.api.permissions import MayAsk
from lms.common.api.repeating import key_of, once
from lms.common.clock import now

Answer = Callable[..., Response]


class Address(APIView):
    """An address of the API. is_public: whether visitors may read it."""

    is_public: ClassVar[bool] = False
    permission_classes = [MayAsk]
    # Without OPTIONS: what an address takes, the description says.
    http_method_names = ["get", "head", "post", "put", "delete"]

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        finished: Response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(finished, ["Accept-Language", "Authorization", "Cookie"])
        patch_cache_control(finished, private=True, no_store=True)
        return finished


class Nowhere(Address):
    """Whatever else is asked for below the API's own address."""

    is_public = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404


def repeatable(write: Answer) -> Answer:
    """For methods that write: with an `Idempotency-Key`, done once."""

    @wraps(write)
    def guarded(view: Address, request: Request, *args: Any, **kwargs: Any) -> Response:
        def work() -> Response:
            return write(view, request, *args, **kwargs)

        key = key_of(request)
        return once(request.user, key, request, work, on=now()) if key else work()

    return guarded


def told(kind: type[BaseSerializer[Any]], one: Any, status: int = HTTPStatus.OK) -> Response:
    """One thing in its shape."""
    return Response(kind(one).data, status=int(status))


def read(kind: type[Serializer[Any]], request: Request) -> Mapping[str, Any]:
    """What was sent, as this shape has it; a field that it does not know is said to be one."""
    sent = {} if request.data is None or request.data == "" else request.data
    shape = kind(data=sent)
    known = set(shape.fields)
    shape.is_valid(raise_exception=True)
    if unknown := sorted(set(sent) - known):
        raise ValidationError(dict.fromkeys(unknown, ""), code="unknown")
    validated: Mapping[str, Any] = shape.validated_data
    return validated
