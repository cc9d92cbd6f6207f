"""The Debian root of the system tests: made once, layered for each use."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

SUITE = "bookworm"
RECIPE = 1


def cache():
    """Where what is expensive to make is kept between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    place = Path(os.environ.get("ORCHESTRO_SYSTEM_CACHE") or Path(home) / "orchestro" / "system")
    (place / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    return place


def base(package_list):
    """The root with everything but Orchestro; made when its package list is new."""
    names = [line for line in package_list.read_text().split("\n")
             if line and not line.startswith("#")]
    key = hashlib.sha256(f"{RECIPE} {SUITE} {names}".encode()).hexdigest()[:12]
    place = cache() / f"root-{key}"
    if place.exists():
        return place
    for old in cache().glob("root-*"):
        shutil.rmtree(old)
    print(f"# making a Debian root: {' '.join(names)}", flush=True)
    unfinished = place.with_name(f"unfinished-{key}")
    shutil.rmtree(unfinished, ignore_errors=True)
    # The package lists stay: installing the package then asks the network for little.
    subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=minbase", "--skip=cleanup/apt/lists",
         "--include=" + ",".join(names), SUITE, str(unfinished)],
        check=True, stdin=subprocess.DEVNULL)
    unfinished.rename(place)
    return place


class Layers:
    """Directories that show a lower one and keep what is changed apart."""

    def __init__(self, work):
        self.work = work
        self.mounts = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for place in reversed(self.mounts):
            subprocess.run(["umount", "--lazy", str(place)], check=False)

    def above(self, lower, name):
        """A directory that looks like `lower` and may be written to."""
        upper, inner, merged = (self.work / f"{name}-{part}" for part in ("upper", "work", "root"))
        for place in (upper, inner, merged):
            place.mkdir()
        options = f"lowerdir={lower},upperdir={upper},workdir={inner}"
        mounted = subprocess.run(
            ["mount", "-t", "overlay", "-o", options, "overlay", str(merged)],
            stderr=subprocess.DEVNULL, check=False)
        if mounted.returncode == 0:
            self.mounts.append(merged)
        else:
            # No overlays here, or not of overlays: a copy does as well.
            subprocess.run(["cp", "-a", f"{lower}/.", str(merged)], check=True)
        return merged

    def installed(self, lower, deb, here):
        """The root with the package, which apt installs with what it depends on."""
        root = self.above(lower, "installed")
        place = root / "opt" / "checks"
        shutil.copytree(here / "guest", place)
        shutil.copytree(here / "checks", place / "checks")
        shutil.copy(deb, place / "orchestro.deb")
        repack(deb, self.work, place / "orchestro-next.deb")
        install(root)
        return root


def install(root):
    """apt-get install ./orchestro.deb, with fresher package lists when the kept ones are stale."""
    def run(*words):
        command = [
            "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--as-pid2", "--pipe",
            f"--directory={root}", "--setenv=DEBIAN_FRONTEND=noninteractive",
            "--resolv-conf=replace-host", f"--bind={cache() / 'archives'}:/var/cache/apt/archives",
            "apt-get", "--yes", "--quiet=2", "--option=APT::Keep-Downloaded-Packages=true",
            "--option=APT::Sandbox::User=root", "--option=Dpkg::Use-Pty=0"]
        return subprocess.run(
            command + list(words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False)

    words = ("install", "--no-install-recommends", "/opt/checks/orchestro.deb")
    result = run(*words)
    if result.returncode != 0:
        run("update")
        result = run(*words)
    if result.returncode != 0:
        print(result.stdout)
        result.check_returncode()


def repack(deb, work, target):
    """The same package with a later version, to upgrade to."""
    tree = work / "next"
    subprocess.run(["dpkg-deb", "--raw-extract", str(deb), str(tree)], check=True)
    control = tree / "DEBIAN" / "control"
    lines = control.read_text().splitlines()
    lines = [line + "+next" if line.startswith("Version: ") else line for line in lines]
    control.write_text("\n".join(lines) + "\n")
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(target)],
        check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
