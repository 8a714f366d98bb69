"""Puts stable words in the place of whatever differs from run to run and from machine to machine."""
import re

# Found in this order: an id ends in what looks like a run. Equal ones get the same number within a case.
NUMBERED = [
    ("id", r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b"),
    ("digest", r"\b[0-9a-f]{64}\b"),
    ("token", r"\b(?=[A-Za-z]*[0-9])[A-Za-z0-9]{40}\b"),
    ("run", r"\b[0-9a-f]{12}\b"),
    ("marker", r"\b[0-9a-f]{16}\b"),
]

DURATION = r"\d+ ms|\d+(?:\.\d)? s(?!\w)|\d+ min(?: \d+ s)?|\d+ h(?: \d+ min)?"

PLAIN = [
    # The pause is drawn by lot, and told only where it is long.
    (r"(?m)^.*: a request is tried again\n", ""),
    # Told beside the report, before it or behind it, or not at all where that comes first.
    (r"(?m)^stopping; a second signal ends at once\n", ""),
    # The example of messages and pages stays.
    (r"(?!2026-11-25T10:00:00Z)\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?", "<time>"),
    (r'"latency_ms":\{[^}]*\}', '"latency_ms":<latency>'),
    (r'"(duration_ms|age_seconds)":\d+', r'"\1":<n>'),
    (rf"\b(?:{DURATION})\b", "<duration>"),
    (r"\d+(?:\.\d)? a second", "<rate> a second"),
    (r"on host \S+, user \S+, since", "on host <host>, user <user>, since"),
    (r"\b(process|args -p|kill|kill -CONT|kill -KILL) \d+", r"\1 <pid>"),
    # Whether the library is sound is the machine's; so is its place.
    (r"(?m)^(?:ok|warning) +Lua .*$", "<Lua>"),
    (r'"subject":"Lua","severity":"(?:ok|warning)","text":"[^"]*"', '"subject":"Lua",<Lua>'),
]


class StableWords:
    """The words of one case, and what they stand for."""

    def __init__(self, folder):
        self.fixed = [(folder, "<folder>")]
        self.numbered = {kind: {} for kind, _ in NUMBERED}

    def know(self, port):
        """Takes the port of the case's server."""
        self.fixed += [(f"{host}:{port}", f"{host}:<port>") for host in ("127.0.0.1", "localhost")]

    def stable(self, text):
        """The text as it is kept."""
        for real, word in self.fixed:
            text = text.replace(real, word)
        for kind, pattern in NUMBERED:
            text = re.sub(pattern, lambda match, kind=kind: self._word(kind, match.group()), text)
        for pattern, word in PLAIN:
            text = re.sub(pattern, word, text)
        # A column of durations is as wide as the longest of them.
        if re.match(r".*\bDURATION\b", text):
            text = re.sub(r"(?<=\S) {2,}", "  ", text)
        return text

    def real(self, text):
        """What a command line means that has such words."""
        for real, word in self.fixed:
            text = text.replace(word, real)
        return re.sub(r"<(id|digest|token|run|marker) (\d+)>", lambda match: self._known(*match.groups()), text)

    def _word(self, kind, real):
        known = self.numbered[kind]
        return f"<{kind} {known.setdefault(real, len(known) + 1)}>"

    def _known(self, kind, number):
        known = list(self.numbered[kind])
        if int(number) > len(known):
            raise ValueError(f"there is no <{kind} {number}> yet, only {len(known)}")
        return known[int(number) - 1]
