"""The site as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
application = get_wsgi_application()

# Only once the application is there: it reads what is published.
from badges.credentials.keys import compare_at_start  # noqa: E402

compare_at_start()
