"""Words of troff that the man pages are made of."""


def escaped(text):
    """Text that troff shows as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga")
    text = text.replace("'", "\\(aq").replace("^", "\\(ha").replace("~", "\\(ti")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return "\n".join(("\\&" + line) if line[:1] in (".", "'") else line
                     for line in text.split("\n"))


def paragraphs(text):
    lines = []
    for paragraph in text.split("\n\n"):
        lines += [".PP", escaped(" ".join(paragraph.split()))]
    return lines


def heading(name, section, version, title):
    return [
        '.\\" Made by docs/man/generate; `make docs` renews it.',
        f'.TH {name} {section} "" "Orchestro {escaped(version)}" "Orchestro"',
        ".nh", ".SH NAME", f"{escaped(name.lower())} \\- {escaped(title)}",
    ]


def definitions(pairs):
    lines = []
    for term, text in pairs:
        lines += [".TP", f"\\fB{escaped(term)}\\fR", escaped(text)]
    return lines


def example(text):
    return [".PP", ".nf", ".RS 4", escaped(text.rstrip("\n")), ".RE", ".fi"]


def spelled(argument):
    """`-j, --workers n` with the parts marked."""
    value = f" \\fI{escaped(argument['valueName'])}\\fR"
    if argument["kind"] == "positional":
        dots = " ..." if argument["isRepeating"] else ""
        return value.strip() + dots
    names = []
    for name in argument["names"]:
        dashes = "-" if name["kind"] == "short" else "--"
        names.append(f"\\fB{escaped(dashes + name['name'])}\\fR")
    return ", ".join(names) + (value if argument["kind"] == "option" else "")


def shown(command):
    return [a for a in command.get("arguments", []) if a.get("shouldDisplay", True)]


def own_arguments(command):
    common = {"help", "version"}
    return [a for a in shown(command)
            if a["kind"] == "positional" or a["preferredName"]["name"] not in common]
