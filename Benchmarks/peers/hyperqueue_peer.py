"""Short jobs by HyperQueue: hyperqueue_peer.py COUNT WORKERS DIRECTORY."""

import json
import sys
import time

from hyperqueue import Job, LocalCluster
from hyperqueue.cluster import WorkerConfig


def main() -> None:
    count, workers, directory = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with LocalCluster(f"{directory}/server", WorkerConfig(cores=workers)) as cluster:
        client = cluster.client()
        job = Job(default_workdir=directory)
        for _ in range(count):
            job.program(["/bin/true"])
        began = time.perf_counter()
        passed = client.wait_for_jobs([client.submit(job)])
        seconds = time.perf_counter() - began
    if not passed:
        sys.exit("not all tasks passed")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
