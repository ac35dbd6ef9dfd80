"""The site as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
application = get_wsgi_application()

# Only once the application is there: it reads what is published.
from django.urls import get_resolver  # noqa: E402

from badges.credentials.keys import compare_at_start  # noqa: E402
from lms.common.doorbell import make_ready  # noqa: E402

compare_at_start()
# What is loaded once is loaded before the first request, not in it: addresses with their views, and the
# doorbell.
assert get_resolver().url_patterns
make_ready()
