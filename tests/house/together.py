#!/usr/bin/env python3
"""The build machine compiles ten files of a library as one (CMAKE_UNITY_BUILD, the Makefile): what files keep to themselves has a name
there that no other file of the same library gives to something else."""
import collections
import re

import tree

TARGET = re.compile(r"candor_(?:library|test)\((\w+)\s+SOURCES(.*?)\n?\s*LINK", re.S)
NAMESPACE = re.compile(r"^namespace ([\w:]+) \{")
TYPE = re.compile(r"^(?:class|struct|enum class|enum|union)\s+(\w+)\s*(?:[:{]|final|$)")
VALUE = re.compile(r"^(?:constexpr|const|constinit|inline)\s[^(={]*?\b(\w+)(?:\[\w*\])?\s*(?:=|\{|;|\(\")")
FUNCTION = re.compile(r"^(?!\s|return|using|throw|template|class|struct|enum|namespace|[A-Z_]+\()[\w:<>,&*\[\] ]+[ &*](?!operator)(\w+)\(([^\"]*)$")
ANY = None  # nothing else may have this name; functions may, where they take something else


def parameters(text):
    """The types of a function's parameters, as they are written."""
    inside = text.rpartition(")")[0] if ")" in text else text
    return ",".join(" ".join(one.partition("=")[0].split()[:-1]) or one.strip() for one in inside.split(","))


def own_names(text):
    """(namespace, name, what it takes, line) of what an unnamed namespace holds."""
    namespace, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if line == "namespace {":
            inside = True
        elif line.startswith("}") and "// namespace" in line:
            inside = False
        elif named := NAMESPACE.match(line):
            namespace = named[1]
        elif inside and (found := TYPE.match(line) or VALUE.match(line)):
            yield namespace, found[1], ANY, number
        elif inside and (found := FUNCTION.match(line)):
            yield namespace, found[1], parameters(found[2]), number


def sources(root, cmake):
    for name, listed in TARGET.findall((root / cmake).read_text()):
        paths = [cmake.parent / word for word in listed.split() if word.endswith(".cpp") and "$" not in word]
        yield name, [path for path in paths if (root / path).exists()]


def check(root):
    findings = []
    for cmake in tree.files(root, ["core", "daemon", "tests"], [".txt"]):
        for target, paths in sources(root, cmake):
            known = collections.defaultdict(list)
            for path in paths:
                for namespace, name, takes, line in own_names((root / path).read_text()):
                    same = known[namespace, name]
                    for other, others in same:
                        if other != path and (takes == others or ANY in (takes, others)):
                            findings.append(f"{path}:{line}: {other} has a {name} of its own, too: the build machine compiles {target} as one")
                            break
                    same.append((path, takes))
    return findings


if __name__ == "__main__":
    tree.run(check)
