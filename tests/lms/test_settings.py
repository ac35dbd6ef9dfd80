"""What the settings read from how the process was started."""

import pytest

from lms.settings import served_port


@pytest.mark.parametrize(
    ("words", "port"),
    [
        (["manage.py", "runserver", "8101"], 8101),
        (["manage.py", "runserver", "--noreload", "127.0.0.1:8102"], 8102),
        (["manage.py", "runserver", "[::1]:8103"], 8103),
        (["manage.py", "runserver"], 8000),
        (["manage.py", "translations", "8101"], 8000),
        (["celery"], 8000),
    ],
)
def test_links_follow_the_port_that_runserver_was_given(words, port):
    assert served_port(words, 8000) == port
