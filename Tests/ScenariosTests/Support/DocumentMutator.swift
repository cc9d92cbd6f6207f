import TestSupport

@testable import Scenarios

/// Changes valid documents at random places, so that some stay valid and some do not.
struct DocumentMutator {
    var random: Dice

    /// Documents that together use every key.
    static let seeds: [JSONValue] = texts.map { text in
        do {
            return try JSONValue.parse(text)
        } catch {
            return .string("seed is not JSON: \(error)")
        }
    }

    private static let texts = [
        #"""
        {"name": "a", "description": "b", "command": "cat -n", "shell": false, "driver": "pty",
         "terminal": {"columns": 80, "rows": 24, "term": "xterm", "echo": true}, "cwd": "/tmp",
         "env": {"A": "1", "B": 2, "C": null, "D": true, "E": 1.5}, "inherit_env": "minimal",
         "timeout": 5, "deadline": 60.5, "exit_code": [0, 1], "home": "private",
         "tags": ["x", "y"], "priority": -1.5, "retries": {"count": 2, "backoff": 0.5},
         "needs": "other", "resources": {"gpu": 1}, "network": "none", "secrets": ["TOKEN"],
         "limits": {"memory": "512M", "processes": 10, "cpus": 1.5, "output": 1000},
         "artifacts": ["*.log"], "hygiene": "error", "_orchestro_metadata": {"a": [1]}}
        """#,
        #"""
        {"command": ["sh", "-c", "x"], "setup": ["mkdir x", ["ls", "-l"], {"command": "a | b",
         "shell": true}], "teardown": [{"command": ["rm", "x"]}], "exit_code": "any",
         "timeout": "12.5", "hygiene": false, "retries": 3,
         "matrix": {"x": [1, 2], "y": ["a", true, 1.5]},
         "steps": [{"send": "${{ matrix.y }}", "timeout": "${{ matrix.x }}"},
                   {"if": "matrix.x == 1 and os == linux", "wait": "${{ matrix.x }}"}]}
        """#,
        #"""
        {"command": "vi", "steps": [
         {"note": "n", "expect": "a.*b", "timeout": 0, "send": "x", "raw": true},
         {"comment": 5, "pattern": ["a", "b"], "raw": "\r", "stale_ok": true},
         {"expect_screen": "text", "press": ["enter", "ctrl+x", 5], "wait_idle": true},
         {"expect_screen": {"regex": "a", "row": 1, "column": 2, "region": [1, 1, 5, 20],
          "style": "bold", "cursor": [1, 1], "title": "t", "count": 2}},
         {"expect_gone": {"text": "x", "unique": true}, "keystroke": "f5", "wait_idle": 0.5},
         {"expect_exit": null, "type": "abc", "paste": "def", "control": "c"},
         {"expect_exit": [0, 1]}, {"expect_exit": true}, {"expect_exit": 3},
         {"mouse": {"click": "OK"}}, {"mouse": {"drag": [1, 2], "to": [3, 4]}},
         {"mouse": {"scroll": null, "row": 1, "column": 2, "lines": -3}},
         {"mouse": {"double": true, "text": "x"}},
         {"resize": {"columns": 80, "rows": 24}, "signal": "SIGTERM", "run": "ls"},
         {"screenshot": "a", "snapshot": {"name": "b", "mask": ["x", [1, 2, 3, 4]]}},
         {"snapshot": "c", "run": {"command": "x", "shell": true}}]}
        """#,
        #"""
        {"command": "bash", "steps": [
         {"expect_output": "x", "expect_code": 0, "expect_contains": "x", "expect_regex": "x",
          "expect_lines": 1, "expect_not_contains": "y", "expect_json": {"a": [1, null]}},
         {"assertions": [{"type": "output_exact", "value": 1}, {"type": "exit_code", "value": 2},
          {"type": "contains", "value": "x"}, {"type": "regex", "value": "x"},
          {"type": "lines", "value": 1}, {"type": "not_contains", "value": "x"},
          {"type": "json", "value": "[1]", "description": "d"}]}],
         "validations": [{"type": "path_exists", "path": "a", "description": "d"},
          {"type": "path_absent", "path": "a"},
          {"type": "file_contains", "path": "a", "text": "b"},
          {"type": "file_equals", "path": "a", "text": ""},
          {"type": "file_matches_json", "path": "a", "json": {"b": 1}},
          {"type": "exit_code", "value": [0]}, {"type": "exit_code", "value": "any"},
          {"type": "no_processes_left"}, {"type": "screen_restored"}]}
        """#,
    ]

    static let values: [JSONValue] = [
        .null, true, false, 0, 1, -1, 3, 9, 10, 255, 256, 1_000, 1_001, .number(1.5),
        .number(3.0), .number(0.0), .number(-0.5), .number(100_000_000.5), "", "x", "any", "off",
        "none", "512M", "1 GiB", "5 parsecs", "12", "1.5", "-3", "pty", "TERM", "enter", "true",
        "${{ matrix.x }}", "${{ matrix.y }}", [], [1], ["a"], [1, 2], [1, 2, 3, 4], [.null],
        [[]], [:], ["a": 1], ["type": "code", "value": 1], ["command": "x"], ["text": "x"],
        ["count": 1], ["": 1], ["a=b": "c"],
    ]

    private static let names = [
        "expect", "send", "Send", "comand", "type", "path", "text", "value", "count", "matrix",
        "name", "rows", "memory", "zzz", "click", "drag", "pattern", "note", "shell", "json",
    ]

    /// A document one to three changes away from a seed.
    mutating func document() -> JSONValue {
        var result = Self.seeds.randomElement(using: &random) ?? .null
        for _ in 0..<Int.random(in: 1...3, using: &random) { result = change(result) }
        return result
    }

    private mutating func anyValue() -> JSONValue {
        Self.values.randomElement(using: &random) ?? .null
    }

    /// Goes down a random way and changes what is there.
    private mutating func change(_ value: JSONValue) -> JSONValue {
        let goesDown = Int.random(in: 0..<4, using: &random) > 0
        switch value {
        case .object(let object) where goesDown && !object.members.isEmpty:
            return .object(changeMember(object))
        case .array(var items) where goesDown && !items.isEmpty:
            let place = Int.random(in: 0..<items.count, using: &random)
            items[place] = change(items[place])
            return .array(items)
        case .object(var object):
            object[Self.names.randomElement(using: &random) ?? "x"] = anyValue()
            return .object(object)
        case .array(let items) where Bool.random(using: &random):
            return .array(items + [anyValue()])
        default: return anyValue()
        }
    }

    private mutating func changeMember(_ object: JSONObject) -> JSONObject {
        let place = Int.random(in: 0..<object.members.count, using: &random)
        let kind = Int.random(in: 0..<8, using: &random)
        var result = JSONObject()
        for (index, member) in object.members.enumerated() {
            guard index == place else {
                result[member.key] = member.value
                continue
            }
            switch kind {
            case 0: continue
            case 1: result[member.key + "s"] = member.value
            case 2: result[Self.names.randomElement(using: &random) ?? "x"] = member.value
            default: result[member.key] = change(member.value)
            }
        }
        return result
    }
}
