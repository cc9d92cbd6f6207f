"""The man pages of the service: orchestrod(8), its configuration, orchestro-worker(8)."""

import json

from keys import key_lines
from troff import definitions, escaped, example, heading, paragraphs, shown, spelled

DAEMON = """\
orchestrod keeps the queue of the people of a machine: it takes jobs from orchestroctl(1), \
stores them before it answers, decides what runs next, has workers run it, and keeps the \
results.

systemd starts it when somebody connects to its socket, and it leaves when there has been \
nothing to do for a while. Whoever connects is known by the kernel's word for the account at \
the other end. Owners see and cancel their own jobs; root and the members of the group \
orchestro-admin see and cancel all, and may drain the daemon.

A job that was accepted is not lost: not by a restart, an upgrade, a crash or the end of the \
machine. Attempts go on while the daemon restarts. When the machine or the service stops, what \
ran then is attempted again at the next start.

Other machines are served in TLS by orchestrod-tls.socket, which is not enabled at installation, \
and need a key or a certificate that stands for an account (`tls` in orchestrod.yaml(5)). \
Certificate and key are those of orchestrod.yaml(5), else /etc/orchestro/tls/certificate.pem and \
key.pem. A key that only root may read reaches the daemon when it starts; one that its group may \
read, also when it reads its configuration again. One that cannot be used changes nothing: the one \
before stays, or TLS connections are closed at once and everything else is served.

With --user-mode it serves one account without any privilege, all its files in one directory. With \
--listen the certificate is in DIR/tls, made at the first start; where it listens is told in \
DIR/tls-address."""
DAEMON_STATUS = [
    ("0", "It was asked to end, or had nothing to do."),
    ("2", "The request is wrong: usage, or a configuration with mistakes. systemd does not try "
     "again."),
    ("3", "It could not be done: a socket, the state directory or the store is not usable."),
]
DAEMON_FILES = [
    ("/etc/orchestro/orchestrod.yaml", "Configuration; see orchestrod.yaml(5)."),
    ("/etc/orchestro/run-as.conf", "As whom workers may run scenarios; see run-as.conf(5)."),
    ("/etc/orchestro/tls/certificate.pem, key.pem", "What TLS shows, and its key."),
    ("/run/orchestro/api.sock", "Where orchestroctl(1) asks."),
    ("/usr/share/orchestro/web", "Programs of the pages for browsers at /docs, /redoc and "
     "/graphql; a directory web beside orchestrod comes first."),
    ("/var/lib/orchestro", "The store, recordings and results. Nobody else may read it."),
]
DAEMON_UNITS = [
    ("orchestrod.socket", "Starts the daemon; enabled at installation."),
    ("orchestrod-tls.socket", "Serves other machines at port 7443; not enabled at installation. "
     "When it is started or stopped, a daemon that runs is restarted with it or without it; what "
     "it runs goes on."),
    ("orchestrod-sockets.service", "Makes a running daemon restart when a socket of it is started; "
     "without a running daemon it does nothing."),
    ("orchestrod.service", "The daemon, as the account orchestro and without any privilege. "
     "SIGHUP (systemctl reload) reads the configuration again; one with mistakes changes nothing."),
    ("orchestro-worker.socket", "Starts one orchestro-worker(8) for each connection of the daemon; "
     "enabled at installation."),
    ("orchestro-worker@.service", "One worker, for one connection."),
    ("orchestro.slice", "Holds the daemon and orchestro-worker.slice."),
    ("orchestro-worker.slice", "Holds all that scenarios start. Limit it with drop-ins: "
     "systemctl edit orchestro-worker.slice."),
]
DAEMON_EXAMPLES = [
    ("systemctl status orchestrod.service", "How it is, and how many tasks wait and run."),
    ("journalctl ORCHESTRO_JOB=42", "The story of a job. ORCHESTRO_TASK, ORCHESTRO_ATTEMPT, "
     "ORCHESTRO_OWNER, ORCHESTRO_OUTCOME, ORCHESTRO_SLOT, ORCHESTRO_KEY and ORCHESTRO_ORIGIN are "
     "there too; -x explains each message."),
    ("orchestrod --make-certificate /etc/orchestro/tls --name lab.example && "
     "systemctl enable --now orchestrod-tls.socket",
     "Let other machines in, with a certificate that signs itself."),
    ("orchestrod --check-config && systemctl reload orchestrod.service",
     "Use a changed configuration, if it is right."),
]
WORKER = """\
orchestro-worker executes attempts of scenarios for one account. It is started by systemd for \
each connection of orchestrod(8) and is of no use by itself: its standard input is that \
connection.

It begins as root. The first message says for whom it shall work; it asks run-as.conf(5) \
whether that may be, gives the account the control group of its unit, becomes the account with \
its groups and without a way back (no_new_privs, so sudo does not work in scenarios), and only \
then reads the first scenario.

Each attempt has a control group of its own below the unit's, with the limits of its job: \
memory, processes, processors. When the attempt ends, whatever is left in there is killed, \
counted and told.

When the connection ends for good, the worker ends its attempt, writes what is known about it, \
and leaves. A restart of the daemon does not end it: systemd keeps the connection."""
SETTINGS = """\
The configuration of orchestrod(8). An empty file is a complete one, and so is none: every key \
has a default that serves a lab machine.

Unknown keys and wrong values are errors, all told at once with their line and column. A start \
with errors is refused; a reload with errors changes nothing. Times are in seconds; sizes are \
bytes, or a number with K, M, G or KiB, MiB, GiB."""
SETTINGS_EXAMPLE = """\
# Two attempts at once, a serial line that only one may have, and bounds for each attempt.
workers: 2
resources:
  serial: 1
attempt:
  memory: 2G
  processes: 512
"""
POLICY = """\
orchestro-worker(8) asks this file, while it still is root, whether it may run scenarios as the \
account of a job's owner. The daemon cannot change the answer.

The file belongs to root and nobody else may write it; otherwise every account is refused. One \
rule a line: allow or deny, then user or group, then a name. `#` begins a comment. The order \
does not matter: who is denied is refused, whoever else allows. While a group that is denied \
cannot be found, every account is refused. Where no rule allows anybody, or there is no file, \
the members of the group orchestro are allowed.

Whatever the rules say, refused are: root; system accounts, which are those below UID_MIN of \
login.defs(5), and nobody. An account whose shell lets nobody in (nologin, false) is refused \
unless an `allow user` names it.

A change holds for workers that are started from then on; a worker without work leaves after \
ten seconds (idle_lease in orchestrod.yaml(5))."""
POLICY_EXAMPLE = """\
# Members of the lab, but no guests; and the account of the build server, which nobody logs in to.
allow group lab
allow user ci
deny group guests
"""
WORKER_FILES = [
    ("/etc/orchestro/run-as.conf", "As whom it may run scenarios."),
    ("/run/orchestro/worker.sock", "What starts it. Only the daemon may connect."),
]


def daemon_page(output, program, version):
    command = json.loads(output(program, "--experimental-dump-help"))["command"]
    lines = heading("ORCHESTROD", 8, version, command["abstract"].rstrip(".").lower())
    lines += [".SH SYNOPSIS", "\\fBorchestrod\\fR [\\fIoptions\\fR]"]
    lines += [".SH DESCRIPTION"] + paragraphs(DAEMON)[1:]
    lines += [".SH OPTIONS"]
    for argument in shown(command):
        lines += [".TP", spelled(argument), escaped(argument.get("abstract", ""))]
    lines += [".SH EXIT STATUS"] + definitions(DAEMON_STATUS)
    lines += [".SH FILES"] + definitions(DAEMON_FILES)
    lines += [".SH UNITS"] + definitions(DAEMON_UNITS)
    lines += [".SH EXAMPLES"]
    for line, text in DAEMON_EXAMPLES:
        lines += [".PP", escaped(text)] + example(line)
    return page(lines, "orchestroctl(1)", "orchestrod.yaml(5)", "run-as.conf(5)",
                "orchestro-worker(8)")


def settings_page(output, program, version):
    schema = json.loads(output(program, "--schema"))
    lines = heading("ORCHESTROD.YAML", 5, version, "configuration of the Orchestro daemon")
    lines += [".SH SYNOPSIS", escaped("/etc/orchestro/orchestrod.yaml")]
    lines += [".SH DESCRIPTION"] + paragraphs(SETTINGS)[1:]
    lines += [".SH KEYS"] + key_lines(schema)
    lines += [".SH EXAMPLE"] + example(SETTINGS_EXAMPLE)
    return page(lines, "orchestrod(8)", "orchestroctl(1)")


def worker_page(version):
    lines = heading("ORCHESTRO-WORKER", 8, version, "run scenarios for one account")
    lines += [".SH SYNOPSIS", "\\fBorchestro\\-worker\\fR"]
    lines += [".SH DESCRIPTION"] + paragraphs(WORKER)[1:]
    lines += [".SH FILES"] + definitions(WORKER_FILES)
    return page(lines, "orchestrod(8)", "run-as.conf(5)")


def policy_page(version):
    lines = heading("RUN-AS.CONF", 5, version, "as whom Orchestro may run scenarios")
    lines += [".SH SYNOPSIS", escaped("/etc/orchestro/run-as.conf")]
    lines += [".SH DESCRIPTION"] + paragraphs(POLICY)[1:]
    lines += [".SH EXAMPLE"] + example(POLICY_EXAMPLE)
    return page(lines, "orchestro-worker(8)", "orchestrod(8)")


def page(lines, *others):
    names = ", ".join("\\fB{}\\fR({}".format(escaped(name), rest)
                      for name, rest in (other.split("(") for other in others))
    return "\n".join(lines + [".SH SEE ALSO", names]) + "\n"
