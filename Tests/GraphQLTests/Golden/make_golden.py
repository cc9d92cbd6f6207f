"""Records what graphql-core says of many documents: `python3 make_golden.py >verdicts.jsonl`.

Needs graphql-core 3.2 (see ../Support/requirements.txt). The documents come from examples.graphql,
where a line `# ---` divides them, and from a generator with a seed that walks schema.graphql, whose
documents are damaged token by token. Each line has the document, the verdict (valid, invalid,
syntax) and the rules that it breaks. Same script, same version: same file.
"""

import json
import pathlib
import random
import sys

from graphql import (
    GraphQLError,
    GraphQLSchema,
    Source,
    TokenKind,
    build_schema,
    get_named_type,
    is_composite_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    parse,
    specified_rules,
    validate,
)
from graphql.language import Lexer

HERE = pathlib.Path(__file__).parent
COUNT = 500


class Generator:
    """Writes documents that mostly are valid."""

    def __init__(self, schema: GraphQLSchema, dice: random.Random) -> None:
        self.schema = schema
        self.dice = dice

    def document(self) -> str:
        self.variables: dict[str, str] = {}
        self.fragments: dict[str, str] = {}
        self.budget = 14
        kinds = ["query"] * 6 + ["mutation", "subscription"]
        kind = self.dice.choice(kinds)
        root = {
            "query": self.schema.query_type,
            "mutation": self.schema.mutation_type,
            "subscription": self.schema.subscription_type,
        }[kind]
        body = self.selections(root, 0, one=kind == "subscription")
        head = self.dice.choice(["", " Ask"])
        if self.variables:
            inside = ", ".join(f"${n}: {t}" for n, t in self.variables.items())
            head += f"({inside})"
        if kind == "query" and not head:
            text = body
        else:
            text = f"{kind}{head} {body}"
        return "\n".join([text, *self.fragments.values()])

    def selections(self, parent, level: int, one: bool = False) -> str:
        entries = []
        for _ in range(1 if one else self.dice.randint(1, 3)):
            entries.append(self.selection(parent, level, one))
        return "{ " + " ".join(entries) + " }"

    def selection(self, parent, level: int, one: bool) -> str:
        self.budget -= 1
        roll = self.dice.random()
        if not one and level < 5 and self.budget > 0 and roll < 0.25:
            return self.fragment(parent, level)
        fields = list(getattr(parent, "fields", {}).items())
        if self.budget <= 0 or level >= 5:
            fields = [f for f in fields if not is_composite_type(get_named_type(f[1].type))]
        if not fields or (roll > 0.95 and not one):
            return "__typename"
        name, field = self.dice.choice(fields)
        fresh = f"x{self.budget + 40}: "
        alias = self.dice.choice([fresh] * 8 + ["", "", "a: ", "b: ", "name: "])
        text = alias + name + self.arguments(field.args) + self.directives()
        inner = get_named_type(field.type)
        if is_composite_type(inner):
            text += " " + self.selections(inner, level + 1)
        return text

    def fragment(self, parent, level: int) -> str:
        possible = set(self.objects(parent))
        types = [
            t
            for t in self.schema.type_map.values()
            if is_composite_type(t) and not t.name.startswith("__")
            and possible & set(self.objects(t))
        ]
        target = self.dice.choice(types)
        if self.dice.random() < 0.5:
            condition = self.dice.choice([f" on {target.name}", ""])
            inner = self.selections(target if condition else parent, level + 1)
            return f"...{condition} {inner}"
        name = f"F{len(self.fragments)}"
        self.fragments[name] = ""
        body = self.selections(target, level + 1)
        self.fragments[name] = f"fragment {name} on {target.name} {body}"
        return f"...{name}"

    def objects(self, kind) -> list[str]:
        if hasattr(kind, "fields") and not hasattr(kind, "resolve_type"):
            return [kind.name]
        return [t.name for t in self.schema.get_possible_types(kind)]

    def directives(self) -> str:
        return self.dice.choice(
            [""] * 12
            + [" @skip(if: true)", " @include(if: false)", ' @tag(name: "t")', " @once"]
            + [' @tag(name: "a") @tag(name: "b", weight: 2)', " @once(flag: null)"]
        )

    def arguments(self, arguments) -> str:
        given = []
        for name, argument in arguments.items():
            needed = is_non_null_type(argument.type) and argument.out_name is None
            if not needed and self.dice.random() < 0.5:
                continue
            given.append(f"{name}: {self.value(argument.type, 0)}")
        self.dice.shuffle(given)
        return "(" + ", ".join(given) + ")" if given else ""

    def value(self, kind, level: int) -> str:
        if self.dice.random() < 0.15:
            name = f"v{len(self.variables)}"
            self.variables[name] = self.dice.choice([str(kind), str(kind).rstrip("!") + "!"])
            if self.dice.random() < 0.2 and not is_input_object_type(get_named_type(kind)):
                self.variables[name] += " = " + self.literal(kind, 1)
            return "$" + name
        return self.literal(kind, level)

    def literal(self, kind, level: int) -> str:
        if is_non_null_type(kind):
            return self.literal(kind.of_type, level)
        if self.dice.random() < 0.03:
            return "null"
        if is_list_type(kind):
            if self.dice.random() < 0.3:
                return self.literal(kind.of_type, level)
            count = self.dice.randint(0, 2)
            items = [self.inner(kind.of_type, level) for _ in range(count)]
            return "[" + ", ".join(items) + "]"
        if is_enum_type(kind):
            return self.dice.choice(list(kind.values))
        if is_input_object_type(kind):
            members = []
            for name, field in kind.fields.items():
                if is_non_null_type(field.type) or (level < 2 and self.dice.random() < 0.3):
                    members.append(f"{name}: {self.inner(field.type, level + 1)}")
            return "{" + ", ".join(members) + "}"
        return self.dice.choice(
            {
                "Int": ["0", "-7", "2147483647", "2147483648", "12"],
                "Float": ["0", "1.5", "-2e3", "10"],
                "String": ['"text"', '""', '"""block"""', '"\\u00e4"'],
                "Boolean": ["true", "false"],
                "ID": ['"a"', "7", "123456789012345678901"],
                "Anything": ["1", '"x"', "{a: [1, {b: RED}]}", "[]", "true", "RED"],
            }[kind.name]
        )

    def inner(self, kind, level: int) -> str:
        return self.value(kind, level) if level else self.literal(kind, level)


def tokens(text: str) -> list[tuple[int, int, str]]:
    lexer = Lexer(Source(text))
    found = []
    while True:
        token = lexer.advance()
        if token.kind is TokenKind.EOF:
            return found
        found.append((token.start, token.end, token.kind.name))


NAMES = (
    "dog cat pet human node name id owner pets friends Dog Cat Human Pet Node CatOrDog Address "
    "F0 F1 v0 v1 SIT DOG on query kinds range low filter surname command null true skip tag once"
).split()
SCRAPS = ["{", "}", "(", ")", "[", "]", "!", ":", "$", "@", "...", "1", '"s"', "=", "|", "$v0", "{ id }"]


def damaged(text: str, dice: random.Random) -> str:
    found = tokens(text)
    start, end, kind = dice.choice(found)
    names = [t for t in found if t[2] == "NAME"]
    roll = dice.random()
    if roll < 0.6 and names:
        start, end, _ = dice.choice(names)
        other = dice.choice(names)
        word = dice.choice([text[other[0] : other[1]], dice.choice(NAMES)])
        return text[:start] + word + text[end:]
    if roll < 0.7:
        return text[:start] + text[end:]
    if roll < 0.8:
        return text[:start] + dice.choice(SCRAPS) + " " + text[start:]
    if roll < 0.9:
        first, second, _ = dice.choice(found)
        return text[:end] + " " + text[first:second] + " " + text[end:]
    cut = dice.choice(found)[0]
    low, high = sorted([start, cut])
    return text[:high] + text[low:high] + text[high:]


def verdict(schema: GraphQLSchema, text: str) -> dict:
    try:
        document = parse(text)
    except GraphQLError:
        return {"document": text, "verdict": "syntax", "rules": []}
    rules = []
    for rule in specified_rules:
        # Beyond the specification; limits of cost take its place.
        if rule.__name__ == "MaxIntrospectionDepthRule":
            continue
        try:
            is_broken = bool(validate(schema, document, [rule]))
        except GraphQLError:
            # The rule on subscriptions raises over a bad argument of a directive.
            is_broken = True
        if is_broken:
            rules.append(rule.__name__.removesuffix("Rule"))
    return {"document": text, "verdict": "invalid" if rules else "valid", "rules": rules}


def main() -> None:
    schema = build_schema((HERE / "schema.graphql").read_text(encoding="utf-8"))
    dice = random.Random(20261125)
    generator = Generator(schema, dice)
    examples = (HERE / "examples.graphql").read_text(encoding="utf-8").split("# ---\n")
    documents = [example for example in examples if example.strip()]
    for index in range(COUNT):
        text = generator.document()
        for _ in range(0 if index % 3 == 0 else dice.randint(1, 2)):
            try:
                text = damaged(text, dice)
            except (GraphQLError, IndexError):
                break
        documents.append(text)
    for text in documents:
        json.dump(verdict(schema, text), sys.stdout, ensure_ascii=True)
        sys.stdout.write("\n")


main()
