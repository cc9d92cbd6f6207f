"""Short jobs as an array of a Slurm of our own: slurm_peer.py COUNT WORKERS DIRECTORY.

Controller and node run here without systemd, cgroups or a database, tuned for short jobs.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

CONFIGURATION = """\
ClusterName=lab
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={place}/munge.sock
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPort={controller}
SlurmctldPidFile={place}/slurmctld.pid
SlurmdPidFile={place}/slurmd.pid
SlurmctldLogFile={place}/slurmctld.log
SlurmdLogFile={place}/slurmd.log
StateSaveLocation={place}/state
SlurmdSpoolDir={place}/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc={place}/completed
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1
ReturnToService=2
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={node} CPUs={workers} State=UNKNOWN
PartitionName=debug Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
LIMIT = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    def __init__(self, place: Path, workers: int) -> None:
        self.place = place
        self.processes: list[subprocess.Popen[bytes]] = []
        for name in ("state", "spool", "run"):
            (place / name).mkdir(mode=0o700)
        key = place / "run" / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        configuration = place / "slurm.conf"
        configuration.write_text(CONFIGURATION.format(
            host=socket.gethostname(), user=os.environ.get("USER") or "root", place=place,
            controller=free_port(), node=free_port(), workers=workers))
        os.environ["SLURM_CONF"] = str(configuration)
        self.start(
            "munged", "--foreground", "--force", f"--socket={place}/munge.sock",
            f"--key-file={key}", f"--log-file={place}/munge.log", f"--pid-file={place}/munge.pid",
            f"--seed-file={place}/munge.seed")
        self.until(lambda: (place / "munge.sock").exists())
        self.start("slurmctld", "-D", "-f", str(configuration))
        self.start("slurmd", "-D", "-f", str(configuration), "-N", "n1")
        self.until(lambda: self.say("sinfo", "-h", "-o", "%t").strip() == "idle")

    def start(self, *argv: str) -> None:
        with open(self.place / f"{argv[0]}.said", "wb") as said:
            self.processes.append(subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=said, stderr=said))

    def say(self, *argv: str) -> str:
        return subprocess.run(argv, capture_output=True, text=True, check=False).stdout

    def until(self, holds, pause: float = 0.05, limit: float = 30) -> None:
        deadline = time.monotonic() + limit
        while not holds():
            if time.monotonic() > deadline:
                logs = "".join(
                    path.read_text(errors="replace")[-300:] for path in self.place.glob("*.said"))
                raise SystemExit(f"Slurm: nothing came of it in {limit} s: {logs}")
            time.sleep(pause)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()

    def completed(self) -> int:
        file = self.place / "completed"
        return file.read_text().count("JobState=COMPLETED") if file.exists() else 0


def main() -> None:
    count, workers, place = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    cluster = None
    try:
        cluster = Cluster(place, workers)
        began = time.perf_counter()
        cluster.say("sbatch", "--parsable", f"--array=1-{count}", "-o", "/dev/null", "-D", "/",
                    "--wrap=/bin/true")
        cluster.until(lambda: cluster.completed() >= count, pause=0.1, limit=LIMIT)
        seconds = time.perf_counter() - began
    finally:
        if cluster:
            cluster.stop()
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
