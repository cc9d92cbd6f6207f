"""Tells for each document (one JSON text a line) whether a JSON Schema accepts it.

usage: check_schema.py SCHEMA DOCUMENTS
Prints `1` or `0` a line, or the reason why nothing could be checked.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("the package python3-jsonschema is missing")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            print(1 if validator.is_valid(json.loads(line)) else 0)


main()
