"""Restarts a daemon again and again behind a socket that stays, as a service manager does, while
others ask; tells who was refused. The daemon is stopped while they ask all the time, or leaves by
itself while they ask now and then.

    restarts.py DIRECTORY RESTARTS stopped|idle ORCHESTROD OPTIONS...
"""

import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time

ASKERS = 4
ANSWERS_BETWEEN = 60
SECONDS = 120


class Asker(http.client.HTTPConnection):
    """One request on a connection of its own."""

    def __init__(self, path):
        super().__init__("localhost", timeout=SECONDS)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Askers:
    """All who ask."""

    def __init__(self, path, pause_max):
        self.path = path
        self.pause_max = pause_max
        self.changed = threading.Condition()
        self.answers = 0
        self.refused = []
        self.is_over = False
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(ASKERS)]
        for thread in self.threads:
            thread.start()

    def ask(self):
        while not self.is_over:
            try:
                asker = Asker(self.path)
                # One that the daemon's loop answers.
                asker.request("GET", "/api/v1/status")
                answer = asker.getresponse()
                body = answer.read()
                asker.close()
                refusal = None if answer.status == 200 else f"{answer.status} {body[:200]}"
            except (OSError, http.client.HTTPException) as error:
                refusal = repr(error)
            with self.changed:
                self.answers += 1
                if refusal:
                    self.refused.append(refusal)
                self.changed.notify_all()
            # What is tried is coming in between, whenever that is.
            time.sleep(random.random() * self.pause_max)

    def wait_for_more(self):
        with self.changed:
            wanted = self.answers + ANSWERS_BETWEEN
            if not self.changed.wait_for(lambda: self.answers >= wanted, SECONDS):
                sys.exit("nobody is answered any more")

    def end(self):
        self.is_over = True
        for thread in self.threads:
            thread.join()


def start(listener, command):
    # LISTEN_PID must be that of the daemon itself: the protocol of sd_listen_fds(3).
    os.dup2(listener.fileno(), 3)
    named = ["sh", "-c", 'LISTEN_PID=$$ exec "$0" "$@"', *command]
    names = {"LISTEN_FDS": "1", "LISTEN_FDNAMES": "api"}
    return subprocess.Popen(named, env={**os.environ, **names}, pass_fds=[3])


def main():
    directory, restarts, way, command = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    # The place of the descriptor that is handed over is not one that something else has.
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(8)]
    listener = socket.socket(socket.AF_UNIX)
    path = directory + "/api.sock"
    listener.bind(path)
    listener.listen(128)
    daemon = start(listener, command)
    askers = Askers(path, 0.3 if way == "idle" else 0)
    statuses = set()
    try:
        for _ in range(restarts):
            if way == "stopped":
                askers.wait_for_more()
                daemon.terminate()
            statuses.add(daemon.wait(SECONDS))
            daemon = start(listener, command)
        askers.end()
        daemon.terminate()
        statuses.add(daemon.wait(SECONDS))
    finally:
        # Nothing is left of a run that went wrong.
        askers.is_over = True
        if daemon.poll() is None:
            daemon.kill()
    for descriptor in held:
        os.close(descriptor)
    for refusal in sorted(set(askers.refused)):
        print(f"{askers.refused.count(refusal)} times: {refusal}")
    print(f"{restarts} restarts, exit {sorted(statuses)}, {len(askers.refused)} refused")


main()
