"""The keys of a JSON Schema as lists of a man page."""

import json

from troff import escaped

ALIASES = {("expect", "pattern"), ("press", "keystroke"), ("note", "comment")}


def alternatives(schema):
    """The shapes a value may have, without null and values of the matrix."""
    found = []
    for part in schema.get("anyOf", [schema]):
        if "$ref" in part or part.get("type") == "null":
            continue
        if "anyOf" in part:
            found += alternatives(part)
        elif any(key in part for key in ("type", "enum", "const")):
            found.append(part)
    return found


def bounds(schema):
    low, high = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        return f"above {number(schema['exclusiveMinimum'])}, at most {number(high)}"
    if low is None:
        return ""
    if high is None or high >= 2**62:
        return f"{number(low)} or more"
    return f"{number(low)} to {number(high)}"


def number(value):
    return f"{int(value)}" if float(value).is_integer() else f"{value}"


def phrase(schema):
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(str(word) for word in schema["enum"])
    kind = schema["type"]
    if isinstance(kind, list):
        return "any value" if "object" in kind else "text or number"
    if kind == "array":
        inner = kinds(schema.get("items", {})) or "value"
        size = schema.get("minItems", 0)
        fixed = f"{size} × " if size > 1 and size == schema.get("maxItems") else ""
        return f"list of {fixed}({inner})" if " or " in inner else f"list of {fixed}{inner}"
    if kind in ("number", "integer"):
        name = "whole number" if kind == "integer" else "number"
        return f"{name} {bounds(schema)}".strip()
    return {"string": "text", "boolean": "true or false", "object": "mapping"}[kind]


def kinds(schema):
    phrases = []
    for part in alternatives(schema):
        if phrase(part) not in phrases:
            phrases.append(phrase(part))
    return " or ".join(phrases)


def mapping(schema):
    """The known keys a value may have inside; nothing when it is no such mapping."""
    for part in alternatives(schema):
        if part.get("type") == "object" and part.get("properties"):
            return part
        inner = part.get("additionalProperties")
        if isinstance(inner, dict) and mapping(inner):
            return mapping(inner)
    return None


def key_lines(schema, without=""):
    """Each key with its aliases, its kind, its meaning, and the keys inside it."""
    lines = []
    properties = {name: value for name, value in schema["properties"].items()
                  if isinstance(value, dict) and name != without}
    done = set()
    for name, value in properties.items():
        if name in done:
            continue
        same = [other for other in properties
                if properties[other] == value and other not in done
                and (other == name or is_alias(name, other))]
        done.update(same)
        names = ", ".join(f"\\fB{escaped(one)}\\fR" for one in same)
        kind = kinds(value)
        needed = ", required" if name in schema.get("required", []) else ""
        term = f"{names} ({escaped(kind or 'any value')}{needed})"
        lines += [".TP", term, escaped(value.get("description", ""))]
        inner = mapping(value)
        if inner:
            lines += [".RS"] + key_lines(inner) + [".RE"]
    return lines


def is_alias(name, other):
    return (name, other) in ALIASES


def only(schema):
    return alternatives(schema)[0]
