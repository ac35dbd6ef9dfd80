"""Who may ask at all; what of, `access` says, as on the pages."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from lms.common.api.errors import Problem


class MayAsk(BasePermission):
    """Visitors read what is public; a token that only reads writes nothing."""

    def has_permission(self, request: Request, view: Any) -> bool:
        writes = request.method not in SAFE_METHODS
        if not request.user.is_authenticated and (writes or not view.is_public):
            raise NotAuthenticated
        if writes and not getattr(request.auth, "may_write", True):
            raise Problem(
                "reads-only",
                _("This token only reads. Make one that may write."),
                HTTPStatus.FORBIDDEN,
            )
        return True
