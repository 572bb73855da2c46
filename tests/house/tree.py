"""What the house checks share: finding files, reading C++, saying what was found."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CPP = (".hpp", ".cpp")


def files(root, folders, suffixes):
    """Every file under `folders` with one of `suffixes`, as paths relative to `root`, in order."""
    found = [path for folder in folders for path in (root / folder).rglob("*") if path.suffix in suffixes]
    return sorted(path.relative_to(root) for path in found if path.is_file())


def project_files(root):
    """All files that are, or are about to be, under version control; in a tree without git, all but what a build makes."""
    if (root / ".git").exists():
        # The owner of a checkout may be another user than the one who runs the tests (a container, sudo).
        command = ["git", "-c", f"safe.directory={root}", "-C", str(root),
                   "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted(pathlib.Path(name) for name in names if name and (root / name).is_file())
    skipped = {"build", "node_modules", "__pycache__"}
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(path for path in paths if not skipped & set(path.parts))


_TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\s]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)


def code_lines(text):
    """The lines of a C++ text with comments and the insides of literals taken out; line numbers stay."""
    def blank(match):
        kept = '""' if match[0][0] in '"R' else ""
        return kept + "\n" * match[0].count("\n")
    # A digit separator (1'000) is no character literal.
    return _TOKENS.sub(blank, re.sub(r"(?<=\d)'(?=\d)", "", text)).split("\n")


def includes(text):
    """(line number, what is included) for every #include."""
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line):
            yield number, match[1]


def run(check, *arguments):
    """Prints the findings of check(root, ...) and ends with 1 where there are any."""
    findings = check(ROOT, *arguments)
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
