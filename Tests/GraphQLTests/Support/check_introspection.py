"""Reads answers to introspection queries from a file and gives what graphql-core makes of them.

    check_introspection.py query        writes the query that graphql-core's clients send
    check_introspection.py FILE SCHEMA  builds a client's schema of the answer in FILE, compares it
                                        with the schema text in SCHEMA and writes `same`
"""

import json
import pathlib
import sys

from graphql import (
    build_client_schema,
    build_schema,
    get_introspection_query,
    lexicographic_sort_schema,
    print_schema,
    validate_schema,
)


def main() -> None:
    if sys.argv[1] == "query":
        print(
            get_introspection_query(
                specified_by_url=True,
                directive_is_repeatable=True,
                schema_description=True,
                input_value_deprecation=True,
            )
        )
        return
    answer = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    client = build_client_schema(answer["data"])
    mistakes = validate_schema(client)
    if mistakes:
        sys.exit(f"not valid: {mistakes}")
    text = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")
    wanted = print_schema(lexicographic_sort_schema(build_schema(text)))
    found = print_schema(lexicographic_sort_schema(client))
    if found != wanted:
        pathlib.Path(sys.argv[1] + ".found").write_text(found, encoding="utf-8")
        pathlib.Path(sys.argv[1] + ".wanted").write_text(wanted, encoding="utf-8")
        lines = set(found.splitlines()) ^ set(wanted.splitlines())
        sys.exit(f"differs in: {sorted(lines)}")
    print("same")


main()
