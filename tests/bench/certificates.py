"""How long certificates take: `python -m tests.bench.certificates [how many]`, on a quiet machine."""

import os
import resource
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

import django

django.setup()

from badges.certificates.facts import CertificateFacts  # noqa: E402
from badges.certificates.rendering import render_pdf  # noqa: E402
from lms.common.printing.documents import close  # noqa: E402
from tests.pdf.facts import birutes_facts  # noqa: E402


def facts(number: int) -> CertificateFacts:
    """One of many: languages in turn, every border another."""
    name = f"Birutė Žemaitytė {number}"
    return birutes_facts(("lt", "en")[number % 2], learner_name=name, seed=number // 2)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    render_pdf(facts(0))
    wall, processor = time.perf_counter(), time.process_time()
    size = sum(len(render_pdf(facts(number))) for number in range(count))
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    # The press has served them all, so its share is told by its end: with its start and the first file.
    close()
    press = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    processor += press.ru_utime + press.ru_stime
    sys.stdout.write(
        f"{count} files: {wall:.1f} s, of them {processor:.1f} s of processor, the start of the press "
        f"among them; {processor / count:.3f} s each, {size // count // 1000} kB each; "
        f"memory at most {own.ru_maxrss // 1024} MB, of the press {press.ru_maxrss // 1024} MB\n"
    )


if __name__ == "__main__":
    main()
