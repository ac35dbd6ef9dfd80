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
from tests.pdf.facts import birutes_facts  # noqa: E402


def facts(number: int) -> CertificateFacts:
    """One of many: languages in turn, every border another."""
    name = f"Birutė Žemaitytė {number}"
    return birutes_facts(("lt", "en")[number % 2], learner_name=name, seed=number // 2)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    render_pdf(facts(0))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, processor = time.perf_counter(), time.process_time()
    size = sum(len(render_pdf(facts(number))) for number in range(count))
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(
        f"{count} files: {wall:.1f} s, of them {processor:.1f} s of processor, "
        f"{processor / count:.3f} s each, {size // count // 1000} kB each; "
        f"memory at most {peak // 1024} MB, {(peak - before) // 1024} MB more than after the first\n"
    )


if __name__ == "__main__":
    main()
