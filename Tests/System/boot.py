"""Boots the root with the package, lets it run its checks, and brings what they said."""

import os
import shutil
import subprocess

NSPAWN_SECONDS_MAX = 900
QEMU_SECONDS_MAX = 900
# The status of a container that wants to be started again.
NSPAWN_REBOOT = 133
DISK = "3G"
PLACE = "opt/checks"


def prepare(root, checks):
    """Tells the root what to check once it is up."""
    place = root / PLACE
    (place / "wanted").write_text("".join(f"{name}\n" for name in checks))
    unit = root / "etc/systemd/system/system-checks.service"
    shutil.copy(place / "system-checks.service", unit)
    # A login prompt would write into the results.
    for name in ("serial-getty@.service", "console-getty.service"):
        (root / "etc/systemd/system" / name).symlink_to("/dev/null")
    wants = root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True, exist_ok=True)
    link = wants / unit.name
    if not link.is_symlink():
        link.symlink_to(f"/etc/systemd/system/{unit.name}")


def follow(command, log, seconds_max, environment=None):
    """Runs a machine to its end and gives its status; what it says goes to a log, its TAP lines to
    standard output."""
    words = ["timeout", "--kill-after=10", str(seconds_max)] + command
    machine = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, **(environment or {})})
    with log.open("ab") as file:
        for line in machine.stdout:
            file.write(line)
            text = line.decode(errors="replace").strip("\r\n")
            if text.startswith(("ok ", "not ok ", "# ")):
                print(text, flush=True)
    status = machine.wait()
    if status == 124:
        print(f"# stopped after {seconds_max} s", flush=True)
    return status


def nspawn(layers, root, work, checks):
    """A container: native speed, a cgroup tree of its own without controllers."""
    place = layers.above(root, "nspawn")
    prepare(place, checks)
    command = [
        "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--console=read-only",
        "--private-network", f"--directory={place}", "--hostname=orchestro", "--boot",
        "systemd.log_target=journal", "systemd.show_status=0"]
    pure = {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}
    while follow(command, work / "nspawn.log", NSPAWN_SECONDS_MAX, pure) == NSPAWN_REBOOT:
        print("# nspawn: once more", flush=True)
    results = place / PLACE / "results.tap"
    return results.read_text() if results.exists() else ""


def qemu(layers, root, work, checks):
    """A virtual machine under software emulation: a kernel of its own with every controller."""
    root = layers.above(root, "qemu")
    prepare(root, checks)
    disk = work / "disk.img"
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", str(root), str(disk), DISK], check=True)
    kernel, = (root / "boot").glob("vmlinuz-*")
    initrd, = (root / "boot").glob("initrd.img-*")
    # KVM inside a virtual machine has hung in early boot; emulation is slow and certain.
    follow(
        ["qemu-system-x86_64", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max",
         "-m", "2048", "-smp", "2", "-nographic", "-no-reboot", "-nic", "none",
         "-kernel", str(kernel), "-initrd", str(initrd), "-append",
         "root=/dev/vda rw console=ttyS0 quiet systemd.show_status=0",
         "-drive", f"file={disk},if=virtio,format=raw,cache=unsafe"],
        work / "qemu.log", QEMU_SECONDS_MAX)
    results = subprocess.run(
        ["debugfs", "-R", f"cat /{PLACE}/results.tap", str(disk)], check=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return results.stdout.decode(errors="replace")
