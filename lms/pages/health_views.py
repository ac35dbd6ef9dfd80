"""Whether the process lives, and whether it can do its work."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from badges.credentials.keys import CannotSign, state_of_key
from lms.common.clock import now
from lms.pages.queries import oldest_due, set_aside

LEAST_FREE = 200 * 1024 * 1024
LONGEST_WAIT = timedelta(minutes=15)


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database, migrations, disk, the oldest due work, and what was set aside."""
    said: dict[str, object] = {}
    try:
        executor = MigrationExecutor(connection)
        said["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        waiting_since = oldest_due(now())
        said["due_since"] = waiting_since.isoformat() if waiting_since else None
        said["set_aside"] = sum(set_aside().values())
        said["credentials"] = credentials_said()
        said["database"] = True
        late = waiting_since is not None and now() - waiting_since > LONGEST_WAIT
    except Error:
        said["database"] = False
        late = False
    said["disk"] = shutil.disk_usage(settings.VAR_DIR).free > LEAST_FREE
    well = bool(said["database"] and said.get("migrations") and said["disk"] and not late)
    said["ready"] = well
    return JsonResponse(said, status=200 if well else 503)


def credentials_said() -> str:
    """Whether badges and certificates are signed: "ready", or what is wrong with the key. Learning goes
    on without it, so the site is ready all the same; and where keys are made at the first use, there
    may be none yet."""
    try:
        return state_of_key()
    except CannotSign:
        return "unreadable"
