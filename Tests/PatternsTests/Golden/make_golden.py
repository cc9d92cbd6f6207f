"""Writes python_re.tsv: what Python 3.11's re.search answers.

One case a line: pattern, flags (letters s and m), subject, and the answer: "start-end" in UTF-8
bytes, "none", or "error offset message" ("error - message" where Python gives no offset).
Run with Python 3.11: python3 make_golden.py > python_re.tsv
"""
import random
import re
import sys
import unicodedata
import warnings

warnings.simplefilter("ignore")
assert sys.version_info[:2] == (3, 11)
FLAGS = {"": 0, "s": re.S, "m": re.M, "sm": re.S | re.M}

VALID = r"""
abc a.c a|b|ab ab|a (a)(b)?\1 (?P<n>a+)-(?P=n) (?P<ünï>.)(?P=ünï) ^abc abc$ ^abc$ \Aabc abc\Z $ ^ \Z
\bfoo\b \Bo\B \B \b \d+ \D+ \w+ \W+ \s+ \S+ [\d] [^\d]+ [\w-]+ [^\w]+ [\s]+ [^\s]+ [\S]+ [\s\S]+ [^\S]+
[a-c] [^a-c]+ []a] [^]a]+ [a-] [-a] [a\-z]+ [[:alpha:]] [[]+ [\]]+ [&&~~||--x]+ [\b] [\x41-\x43]+ [é-ü]+
\x41 \u00e9 \U0001F600 \101 \0 \012 [\101] [\0-\11]+ \a|\f|\v \t\n \. \- \é \_ \% a\Zb \n \r \r\n \r?\n$
a* a+ a? a*? a+? a?? a*+ a++ a?+ a*+a (?>a+)b (?>a|ab)c a{2} a{2,} a{,2} a{1,2} a{,} a{} a{x} a{1 {a} a{2}? a{2}+ a{,2}? x{,3}y
(?:ab)+ (ab)+ (a|b)*c ((a)|b)* (a*)* (a*)+ (?:a*)* (?:a?)*?b (a|b)*?c ()* (?:)* (a)(b)(c)\3\2\1
(?i)ABC (?i:a)B (?-i:a) (?i)(?-i:a)B (?s).+ (?s:.)+ (?-s:.)+ (?m)^b (?m)a$ (?m:^)b (?m)^$ (?m)$ (?m)^ (?x)a\ b (?a)\w+ (?a)\d+ (?a)\s+ (?a)\bf
(?a:\w)\w (?a)\W+ (?a)[\w]+ (?a)[^\w]+ (?a)[\D]+ (?a)\B (?u)\w+ (?u:\w)+ (?ai)k (?i)k (?ai)[k]+ (?ai)[^k]+ (?ai)É (?i)É (?i)[à-ý]+ (?i)ſ (?i)ss (?i)ß (?i)[a-z]+
(?#comment)a a(?#c)+ (?:a(?#x)|b) (?=a)a (?!a)b (?<=a)b (?<!a)b (?<=ab)c (?<=a|b)c (?<!ab|cd)e (?=a*)b (?<=(?:a|b)c)d (?<=a{2})b (?<=^a)b (?<=\b)a (?=(a))\1
(?<=(?=b)b)c (a)(?<=\1)b (?=a)* (?=a)+a (?:^a)+ (?:$)* (?:\b)*a (a)?(?(1)b|c) (?P<q>")?x(?(q)"|y) (?(1)a|b)(c)? (a)?(?(1)b) ((?(1)a|b))
.*done (?s).*done a.*b a.*?b [^\n]*\n \$ \[\d+\] (\d+)\.(\d+) [$#>]\s*$ login:\s* (?i)error|fail(ed)? ^\s*$ x*  (?:x+x+)+y \w+@\w+ é+ .{2} ..$
日本 [日本]+ (?:日|本)+ \N{EM_DASH_} \N{LATIN SMALL LETTER E WITH ACUTE} \N{em dash} [\N{DIGIT ZERO}-\N{DIGIT NINE}]+ \ud800 [\ud800-\udfff] [^\ud800]+ [\ud7ff-\ue000]+
[\w\s]+ [^\W\d]+ [^\s\w]+ [\D\s]+ (?i)[^A-Z]+ \\ \/ \# # ~ \ (?-x:a) (?i-s:A.) (?ims)A. (?i)(?m)^A (?sx).
""".split()
VALID += ["(?x) a b # c\n c", "(?x: a b )c", "(?x)[ a]+", "(?x) a +", "(?x)\\#", "(?x:a #)\n b) c", "a b", "[ ]", "", "a|", "|a", "(|a)", "(?:)", "(?x)  ", "(?x) (?i) A"]
VALID = [v.replace("EM_DASH_", "EM DASH") for v in VALID]

SUBJECTS = [
    "", "a", "b", "abc", "xabcx", "aab", "aaa", "ab\nab\n", "foo bar-foo", "a\n", "\n", "a\nb", "b\na\n\n", "abcabc", "aabb", "cc", "ac", "abab",
    "é", "Éé ü", "12 ३४ x", "a\x1cb\u180e c\u2003", "\r\n", "line one\r\nline two\r\n", "日本語 text", "K kſ ß", "[:alpha:]", "{a}{x}a{1", "a-z&~|",
    "\\d /#~ ", "A\x00\x07\x08\x0b\x0c\t", "done\nnot done", "$ ls [12] 3.14\n> ", "\U0001F600", "a—b", "a{,}a{}", "login: root", '"x"', "xy", "ERROR failed", "user@host",
]

INVALID = r"""
* + ? {1} a** a*** a+* a?* a{2}{3} a{2}* a+++ a*?? ^* $+ \b* \A? \Z{2} (*) (*VERB) (|*) (?:*) |* (+a)
\h \e \Q \E \K \R \X \G \z \p{L} \P \c \C \i \j \k \l \L \m \o \q \y \Y \g \H [\h] [\A] [\Z] [\B] [\p] [\z] \xa \x \xg [\x1] \u12 \ug \U1234567 \U00110000 [\U00110000] \N \N{} \N{x \N{nosuchname} [\N{] \400 \777 [\400] [\8] [\9]
[ [a [] [^] [^ [a- [a-\ [z-a] [\d-z] [a-\d] [a-\w] [\x62-a] [é-a] [\s-] [b-a-z]
( (a (a(b) a) ) (a)) (? (?a (?i (?i- (?i-: (?-: (?-i (?z) (?iz) (?i! (?-z: (?P (?P> (?P>a) (?P< (?P<> (?P<a (?P<1>a) (?P<a-b>c) (?P<a>b)(?P<a>c) (?P= (?P=) (?P=a) (?P=a (?P=1) (?P<a>(?P=a)) (?Px (?P<a'>x)
(?< (?<a (?<a>b) (?<=a (?<! (?| (?|a) (?' (?'a'b) (?C) (?C1) (?R) (?1) (?+1) (?&n) (?0) (?P&n) (?~a) (?@ (?{a}) (?\d)
\1 \2 (a)\2 (a\1) \8 \9 \80 (a)\10 (?(1)a) (?(2)a)(b) (?(0)a) (?(x)a) (?(-1)a) (?( (?() (?(1 (?(1)a|b|c)(d) (?(1)a (a)(?(1)b (?(1.5)a) (a)(?(R)b)
a(?i) (a(?i)) (a|(?i)b) a|(?i)b (?:(?i)a) (?i)a(?s) (?L) (?L:a) (?au) (?ua:x) (?i-i:a) (?-a:b) (?-u:b) (?-L:a) (?i-ii:a) (?s-s:x)
(?<=a*) (?<=a+)b (?<!a|bc) (?<=ab?)c (?<=(?:a|bc))d (?<=a{1,2})b (?<=(a|bc)) (?<=(a)\1) (?<=(?(1)a)) (a)(?<=(?(1)bc|d)) (?<=(?<=a*)b) (?<=(?P<x>a)(?P=x)) a(?<=.*)b\h
a{2,1} a{3,2}? (a){5,4} (?# (?#abc a(?#b \ a\ [\ (\ ((((a)) (?P<a\>b) (?P<a\ *\ (?i)*
""".split()

ATOMS = ["a", "b", "c", ".", "\\w", "\\d", "\\s", "[ab]", "[^a]", "[a-c\\n]", "\\n", "x", "é", "(?:a|b)", "(a|bc)", "(b)?", "^", "$", "\\b", "\\B", "\\A", "\\Z", "(?=a)", "(?!b)", "(?<=a)", "(?<!ab)", "\\W", "\\S"]
REPEATS = ["", "", "", "", "*", "+", "?", "{2}", "{1,2}", "*?", "+?", "??", "{,2}", "++", "*+"]


def random_pattern(random_source, depth=0):
    parts = []
    for _ in range(random_source.randint(1, 4)):
        if depth < 2 and random_source.random() < 0.2:
            opening = random_source.choice(["(", "(?:", "(?i:", "(?s:", "(?m:", "(?>", "(?=", "(?!"])
            atom = opening + random_pattern(random_source, depth + 1) + ")"
        else:
            atom = random_source.choice(ATOMS)
        repeat = "" if atom[0] in "^$" or atom in ("\\b", "\\B", "\\A", "\\Z") else random_source.choice(REPEATS)
        parts.append(atom + repeat)
    text = "".join(parts)
    if random_source.random() < 0.2:
        text += "|" + random_source.choice(ATOMS)
    return text


def broken(random_source):
    return "".join(random_source.choice("ab()[]{}*+?|\\^$-,12:<=!P#idsxzZnu") for _ in range(random_source.randint(1, 8)))


def escaped(text):
    out = []
    for character in text:
        code = ord(character)
        if character == "\\":
            out.append("\\\\")
        elif code < 0x20 or 0x7F <= code < 0xA0 or unicodedata.category(character)[0] in "ZC" and code > 0x7F:
            out.append("\\{%x}" % code)
        else:
            out.append(character)
    return "".join(out)


def answer(pattern, flags, subject):
    try:
        compiled = re.compile(pattern, FLAGS[flags])
    except re.error as error:
        return "error %s %s" % ("-" if error.pos is None else error.pos, error.msg)
    except OverflowError as error:
        return "error - %s" % error
    match = compiled.search(subject)
    if not match:
        return "none"
    return "%d-%d" % tuple(len(subject[:index].encode()) for index in match.span())


def cases():
    source = random.Random(20240601)
    for pattern in VALID:
        for subject in source.sample(SUBJECTS, 9) + [pattern]:
            yield pattern, source.choice(["", "s", "s", "m"]), subject
    for pattern in INVALID:
        yield pattern, "s", "a"
    for _ in range(1500):
        subject = "".join(source.choice("aabbc\n x1é") for _ in range(source.randint(0, 9)))
        yield random_pattern(source), source.choice(list(FLAGS)), subject
    for _ in range(500):
        yield broken(source), "s", "ab12"


for case in dict.fromkeys(cases()):
    fields = [escaped(case[0]), case[1], escaped(case[2]), escaped(answer(*case))]
    assert not any("\t" in field for field in fields)
    sys.stdout.buffer.write(("\t".join(fields) + "\n").encode())
