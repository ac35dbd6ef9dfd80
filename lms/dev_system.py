"""What the operating system must hold: Pango for certificates, Chromium for journeys, Java, venv."""

import os
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lms.dev_processes import Runner


@dataclass(frozen=True)
class Need:
    """Debian packages, what they are for, and the line for where they cannot be had."""

    name: str
    packages: tuple[str, ...]
    reason: str
    missing: str


PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
HOW_TO_GET_PANGO = (
    "brew install pango" if sys.platform == "darwin" else "apt install " + " ".join(PANGO)
)
LIBRARIES = Need(
    "libraries",
    PANGO,
    "they draw the PDF certificates",
    f"no Pango, so the certificate stays a printable page; to mend it: {HOW_TO_GET_PANGO}",
)
CHROMIUM = Need(
    "chromium",
    ("chromium",),
    "the browser journeys run in it",
    "no Chromium, so the browser journeys are skipped; to mend it: apt install chromium",
)
JAVA = Need(
    "java",
    ("default-jdk-headless",),
    "veraPDF, which judges the PDFs, runs in it",
    "no Java compiler, so nothing can judge the PDFs; to mend it: "
    + ("brew install openjdk" if sys.platform == "darwin" else "apt install default-jdk-headless"),
)
SONAMES = (
    "libgobject-2.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
)


# Pango breaks the whole process where it finds no font at all, so the unpacked ones are named.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>{native}/usr/share/fonts</dir>
  <cachedir>{native}/font-cache</cachedir>
</fontconfig>
"""


def venv_package(python: str) -> Need:
    """What Debian splits off from Python; named for this Python if it is not the system's own."""
    name = "python3-venv"
    found = re.search(r"python(3\.\d+)$", os.path.realpath(python))
    if found and os.path.realpath("/usr/bin/python3") != os.path.realpath(python):
        name = f"python{found[1]}-venv"
    return Need(
        "venv",
        (name,),
        "Python makes its virtual environment with it",
        f"{python} cannot make virtual environments; install what it lacks: apt install {name}",
    )


def met(need: Need, venv: Path, runner: Runner) -> bool:
    if need is CHROMIUM:
        return find_chromium() is not None
    if need is JAVA:
        # Asked, because a place for Java is on the path of some systems that have none.
        return runner.run(["javac", "-version"], os.environ, venv.parent)[0] == 0
    return libraries_load({**os.environ, **native_environment(venv, runner)}, venv, runner)


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


# --- Pango ---------------------------------------------------------------------------------------


def libraries_load(env: Mapping[str, str], venv: Path, runner: Runner) -> bool:
    """Whether a child with this environment can open every library that WeasyPrint opens."""
    if sys.platform == "linux":
        script = f"import ctypes\nfor name in {SONAMES}: ctypes.CDLL(name)"
        command = [sys.executable, "-c", script]
    else:
        command = [str(venv / "bin" / "python"), "-c", "import weasyprint"]
    return runner.run(command, env, venv.parent)[0] == 0


def native_environment(venv: Path, runner: Runner) -> dict[str, str]:
    """What children need to find libraries that lie outside the system's own folders."""
    if sys.platform == "darwin":
        brew = Path("/opt/homebrew/lib")
        return (
            {"DYLD_FALLBACK_LIBRARY_PATH": f"{brew}:/usr/local/lib:/usr/lib"}
            if brew.is_dir()
            else {}
        )
    native = native_folder(venv)
    folders = library_folders(native)
    # The system's own go first: a mixture of two versions of one library may not fit together.
    if not folders or libraries_load(os.environ, venv, runner):
        return {}
    before = os.environ.get("LD_LIBRARY_PATH")
    env = {"LD_LIBRARY_PATH": ":".join([*map(str, folders), *([before] if before else [])])}
    if not Path("/etc/fonts/fonts.conf").exists():
        # Written each time, because it names where the tree lies now.
        fonts = native / "fonts.conf"
        fonts.write_text(FONTS.format(native=native))
        env["FONTCONFIG_FILE"] = str(fonts)
    return env


def native_folder(venv: Path) -> Path:
    return venv / "native"


def library_folders(native: Path) -> list[Path]:
    return sorted({found.parent for found in native.glob("**/lib*.so.*")})


def unpack(need: Need, venv: Path, runner: Runner) -> bool:
    """Download the packages and what they rest on, and lay them under .venv; needs no root."""
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        return False
    native = native_folder(venv)
    shutil.rmtree(native, ignore_errors=True)
    print(
        f"Unpacking under .venv, without root: {' '.join(need.packages)}; {need.reason}", flush=True
    )
    store = native / "packages"
    for folder in ("state/lists/partial", "cache/archives/partial"):
        (store / folder).mkdir(parents=True)
    # The system's package lists first; own ones where those are missing or too old.
    own_lists = own_apt_options(store)
    done = _unpack(need, native, store, [], runner) or (
        runner.run(["apt-get", *PATIENCE, *own_lists, "update"], APT_ENV, store)[0] == 0
        and _unpack(need, native, store, own_lists, runner)
    )
    shutil.rmtree(store, ignore_errors=True)
    if done and met(need, venv, runner):
        return True
    shutil.rmtree(native, ignore_errors=True)
    return False


def _unpack(need: Need, native: Path, store: Path, options: Sequence[str], runner: Runner) -> bool:
    apt = ["apt-get", *PATIENCE, *options]
    code, said = runner.run(
        [*apt, "--simulate", "--no-install-recommends", "install", *need.packages], APT_ENV, store
    )
    names = packages_to_come(said)
    if code or not names or runner.run([*apt, "download", *names], APT_ENV, store)[0]:
        return False
    return all(
        runner.run(["dpkg", "-x", str(package), str(native)], APT_ENV, store)[0] == 0
        for package in sorted(store.glob("*.deb"))
    )


def packages_to_come(simulation: str) -> list[str]:
    """The packages apt would install, read from its simulation: lines `Inst name (version …)`."""
    return re.findall(r"^Inst (\S+) ", simulation, re.MULTILINE)


def own_apt_options(store: Path) -> list[str]:
    settings = {
        "Dir::State": store / "state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": store / "cache",
        "APT::Sandbox::User": "root",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


# --- apt -----------------------------------------------------------------------------------------

APT_ENV = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
PATIENCE = [
    part
    for option in ("Acquire::http::Timeout=20", "Acquire::Retries=1", "DPkg::Lock::Timeout=120")
    for part in ("-o", option)
]


def administrator(runner: Runner) -> list[str] | None:
    """The words to put before a command that changes the system; None where that may not be."""
    if os.environ.get("NO_SYSTEM", "") not in ("", "0") or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    allowed = (
        shutil.which("sudo") and runner.run(["sudo", "-n", "true"], os.environ, Path("/"))[0] == 0
    )
    return sudo if allowed else None


def install(need: Need, runner: Runner) -> bool:
    """Install system packages where that is allowed, saying first what and why."""
    before = administrator(runner)
    if before is None:
        return False
    by = "apt (NO_SYSTEM=1 would skip this)"
    print(f"Installing {' '.join(need.packages)} with {by}: {need.reason}", flush=True)
    apt = [*before, "apt-get", *PATIENCE, "--quiet"]
    command = [*apt, "--yes", "--no-install-recommends", "install", *need.packages]
    code, said = runner.run(command, APT_ENV, Path("/"))
    if code:
        # Missing or old package lists are the usual reason.
        runner.run([*apt, "update"], APT_ENV, Path("/"))
        code, said = runner.run(command, APT_ENV, Path("/"))
    if code:
        print(
            f"  apt could not: {said.strip().splitlines()[-1] if said.strip() else code}",
            flush=True,
        )
    return code == 0
