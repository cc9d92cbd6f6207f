# The words that checks are written in.
set -euo pipefail

# fail WHAT...: ends the check.
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# equal EXPECTED ACTUAL WHAT
equal() {
    [[ $2 == "$1" ]] || fail "$3: expected \`$1\`, got \`$2\`"
}

# contains TEXT PART WHAT
contains() {
    [[ $1 == *"$2"* ]] || fail "$3: expected \`$2\` in: $1"
}

# await SECONDS COMMAND...: until the command succeeds.
await() {
    local limit=$1 end
    shift
    end=$(($(date +%s) + limit))
    until "$@" >/dev/null 2>&1; do
        [[ $(date +%s) -lt $end ]] || fail "not within $limit s: $*"
        sleep 0.05
    done
}

# as ACCOUNT COMMAND...: in the account's home, with its groups and nothing of ours.
as() {
    local account=$1
    shift
    setpriv --reuid="$account" --regid="$account" --init-groups -- env --chdir="/home/$account" --ignore-environment \
        HOME="/home/$account" PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"
}

# scenario ACCOUNT FILE: standard input becomes a scenario below the account's home.
scenario() {
    as "$1" mkdir -p "$(dirname "$2")"
    as "$1" tee "$2" >/dev/null
}

# job ACCOUNT JOB FILTER: a fact of a job, by a jq filter.
job() {
    as "$1" orchestroctl show "$2" --json | jq --raw-output "$3"
}

# programs ACCOUNT: what runs as the account, workers apart.
programs() {
    pgrep --list-full --uid "$1" | grep -v libexec/orchestro || true
}

active() {
    [[ $(systemctl show --property ActiveState --value "$1") == active ]]
}

inactive() {
    [[ $(systemctl show --property ActiveState --value "$1") == inactive ]]
}

daemon_pid() {
    systemctl show --property MainPID --value orchestrod.service
}

# configure: standard input becomes orchestrod.yaml; the next start of the daemon reads it.
configure() {
    cat >/etc/orchestro/orchestrod.yaml
}

# tasks ACCOUNT COUNT SECONDS: a directory `once` with so many scenarios, each of which takes so
# long and leaves one line for each time it was run.
tasks() {
    local place=/home/$1 number
    rm -rf "$place/once" "$place/runs"
    mkdir "$place/once" "$place/runs"
    for number in $(seq "$2"); do
        cat >"$place/once/task-$number.yaml" <<END
name: task $number
command: [bash, -c, 'echo run >> $place/runs/$number; sleep $3; echo done']
steps:
  - expect: done
END
    done
    chown -R "$1:$1" "$place/once" "$place/runs"
}

# each_once ACCOUNT COUNT: every task of `once` was run, and no task twice.
each_once() {
    local place=/home/$1/runs
    equal "$2" "$(ls "$place" | wc -l)" "tasks that were run"
    [[ $(cat "$place"/* | wc -l) -eq $2 ]] || fail "run twice: $(wc -l "$place"/* | grep -v ' 1 ')"
}

# as_installed: ends what runs and puts the units and the configuration back.
as_installed() {
    command -v orchestrod >/dev/null || return 0
    rm -rf /run/systemd/system/orchestro*.d
    systemctl daemon-reload
    systemctl stop orchestrod.service orchestrod.socket orchestro-worker.socket orchestro.slice
    [[ ! -e /opt/checks/orchestrod.yaml ]] || cp /opt/checks/orchestrod.yaml /etc/orchestro/
    systemctl reset-failed 'orchestro*' 2>/dev/null || true
    rm -rf /var/lib/orchestro/*
    systemctl start orchestrod.socket orchestro-worker.socket
}
