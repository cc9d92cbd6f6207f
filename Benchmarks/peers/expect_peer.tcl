# expect(1):  spawn COUNT RECORDS | dialog CHILD NAME AGE RECORD | reaction CHILD COUNT FILE
#             | flood CHILD MEGABYTES MATCH_MAX
# Prints one JSON object; ends with status 1 when something did not match.

log_user 0
set timeout 120

proc must {pattern} {
    expect {
        -re $pattern { return $expect_out(0,string) }
        timeout { puts stderr "timeout: $pattern"; exit 1 }
        eof { puts stderr "end: $pattern"; exit 1 }
    }
}

proc end_child {} {
    expect eof
    if {[lindex [wait] 3] != 0} { puts stderr "child failed"; exit 1 }
}

proc seconds_since {began} { return [expr {([clock microseconds] - $began) / 1e6}] }

proc spawn_many {count records} {
    set began [clock microseconds]
    for {set i 0} {$i < $count} {incr i} {
        log_file
        log_file -a $records/$i.log
        spawn -noecho /bin/echo hello-from-echo
        must {hello-from-echo}
        end_child
    }
    puts [format {{"seconds": %f}} [seconds_since $began]]
}

proc dialog {child name age record} {
    log_file -a $record
    spawn -noecho $child
    must {Name\? }
    send "$name\r"
    must {Age\? }
    send "$age\r"
    must "Hello $name, $age years"
    end_child
}

proc reaction {child count file} {
    spawn -noecho $child $count $file
    set reactions {}
    for {set k 1} {$k <= $count} {incr k} {
        expect {
            -re "marker $k \[0-9\]+ (\[0-9\]+);" {
                set seen [clock microseconds]
                send "ok\r"
                lappend reactions [expr {$seen - $expect_out(1,string) / 1000.0}]
            }
            timeout { exit 1 }
            eof { exit 1 }
        }
    }
    end_child
    puts [format {{"reactions_us": [%s]}} [join $reactions ", "]]
}

proc flood {child megabytes most} {
    match_max $most
    set began [clock microseconds]
    spawn -noecho $child $megabytes
    must {END-OF-FLOOD}
    puts [format {{"seconds": %f}} [seconds_since $began]]
    end_child
}

# `spawn` and `expect` keep their state in the variables of the caller unless told otherwise.
rename spawn expect_spawn
proc spawn {args} { global spawn_id; uplevel #0 [list expect_spawn {*}$args] }

set arguments [lassign $argv task]
switch $task {
    spawn { spawn_many {*}$arguments }
    dialog { dialog {*}$arguments }
    reaction { reaction {*}$arguments }
    flood { flood {*}$arguments }
    default { puts stderr "unknown task $task"; exit 2 }
}
