"""Reads case files: README.md has their words."""
import dataclasses
import pathlib
import re


@dataclasses.dataclass
class Step:
    """One line of a case, with the text that stands indented under it."""

    word: str
    rest: str
    place: str
    text: str = ""


@dataclasses.dataclass
class Case:
    """A story of steps in one folder, with one transcript."""

    name: str
    title: str
    steps: list


def read_all(folder):
    """The cases of all files of a folder, in the order of the files."""
    cases = [case for path in sorted(folder.glob("*.txt")) for case in read(path)]
    names = [case.name for case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two cases have the same name: {', '.join(twice)}")
    return cases


def read(path: pathlib.Path):
    """The cases of a file."""
    cases = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        place = f"{path.name}:{number}"
        if line.startswith("== "):
            name, _, title = line[3:].partition(": ")
            if not re.fullmatch(r"[a-z0-9-]+", name) or not title:
                raise ValueError(f"{place}: a case begins with '== NAME: what it shows'")
            cases.append(Case(name, title, []))
        elif line.startswith("  ") and cases and cases[-1].steps:
            cases[-1].steps[-1].text += line[2:] + "\n"
        elif line and not line.startswith("#"):
            if not cases:
                raise ValueError(f"{place}: a step comes before the first case")
            word, _, rest = line.partition(" ")
            cases[-1].steps.append(Step(word, rest.strip(), place))
    return cases
