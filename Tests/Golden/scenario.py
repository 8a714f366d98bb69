"""Plays one case in a folder of its own, and writes down what came of it."""
import datetime
import fcntl
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import sqlite3
import stat
import tempfile

from programs import Program, wait_until
from servers import PROJECT, KEY, Simulator, StandIn
from stable_words import StableWords

HERE = pathlib.Path(__file__).resolve().parent
LEDGER = "ledger.sqlite"


class Scenario:
    """One case being played; `play` returns its transcript."""

    def __init__(self, case, binaries):
        self.case = case
        self.binaries = binaries
        self.server = None
        self.background = None
        self.lock = None
        self.lines = [f"{case.name}: {case.title}"]
        self.actions = {
            "$": self._run, "$~": self._run_in_any_order,
            "&": self._begin, "until": self._until, "signal": self._signal, "end": self._end,
            "simulator": self._simulator, "stand-in": self._stand_in,
            "faults": self._faults, "foreign": self._foreign, "post": self._post,
            "set": self._set, "unset": self._unset,
            "file": self._file, "mode": self._mode, "copy": self._copy, "cat": self._cat,
            "hold": self._hold, "free": self._free, "sql": self._sql,
        }

    def play(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="golden-", dir="/tmp"))
        try:
            self.words = StableWords(str(self.folder))
            self._furnish()
            for step in self.case.steps:
                try:
                    self._play(step)
                except Exception as problem:
                    raise RuntimeError(f"{step.place}: {step.word} {step.rest}: {problem}") from problem
            self._tell_devices()
        finally:
            self._clear()
        return "\n".join(self.lines) + "\n"

    def _furnish(self):
        for path in (HERE / "scripts").rglob("*.lua"):
            self._put(str(path.relative_to(HERE / "scripts")), path.read_bytes())
        shipped = HERE.parent.parent / "scripts"
        for path in shipped.rglob("*.lua"):
            self._put(str(pathlib.Path("shipped") / path.relative_to(shipped)), path.read_bytes())
        (self.folder / "home").mkdir()
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "TZ": "UTC",
            "LANG": "C.UTF-8", "QUBITRO_JITTER": "0",
        }

    def _clear(self):
        for what in (self.background and self.background.kill, self.server and self.server.stop):
            if what:
                what()
        if self.lock:
            self.lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _play(self, step):
        if step.word not in self.actions:
            raise ValueError("there is no such step")
        line = f"{step.word} {step.rest}".rstrip()
        self.lines += ["", line] if step.word in ("$", "$~", "&") else [f"- {line}"]
        self.actions[step.word](step)

    def _put(self, name, content, mode=0o600):
        path = self.folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode)

    def _tell(self, prefix, text):
        text = self.words.stable(text)
        text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda match: f"\\x{ord(match.group()):02x}", text)
        lines = text.split("\n")
        last = lines.pop()
        self.lines += [f"{prefix}| {line}" if line else f"{prefix}|" for line in lines]
        if last:
            self.lines += [f"{prefix}| {last}", f"{prefix}  (no newline at the end)"]

    # Commands

    def _start(self, rest):
        environment = dict(self.environment)
        words = [self.words.real(word) for word in shlex.split(rest)]
        while words and re.match(r"[A-Z0-9_]+=", words[0]):
            name, _, value = words.pop(0).partition("=")
            environment[name] = value
        source = os.devnull
        if "<" in words:
            source = self.folder / words[words.index("<") + 1]
            words = words[:words.index("<")]
        return Program([str(self.binaries / words[0]), *words[1:]], self.folder, environment, source)

    def _run(self, step, is_ordered=True):
        self._finish(self._start(step.rest), is_ordered)

    def _run_in_any_order(self, step):
        self._run(step, is_ordered=False)

    def _finish(self, program, is_ordered=True):
        out, err, status = program.end()
        requests = self.server.requests() if self.server else []
        if not is_ordered:
            out = "".join(sorted(out.splitlines(keepends=True)))
            requests.sort()
        self._tell("out", out)
        self._tell("err", err)
        self._tell("req", "".join(line + "\n" for line in requests))
        self.lines.append(f"exit {status}")

    def _begin(self, step):
        self.background = self._start(step.rest)

    def _until(self, step):
        if step.rest == "a create is held":
            wait_until(self.server.is_asked, step.rest)
        else:
            wait_until(lambda: re.search(step.rest, Program.text(self.background.err)), step.rest)

    def _signal(self, step):
        self.background.process.send_signal(getattr(signal, step.rest))

    def _end(self, step):
        program, self.background = self.background, None
        self._finish(program)

    # Servers

    def _serve(self, server):
        self.server = server
        self.words.know(server.port)
        self._put("key", KEY.encode() + b"\n")
        self.environment.update({
            "QUBITRO_BASE_URL": f"http://127.0.0.1:{server.port}", "QUBITRO_PROJECT_ID": PROJECT,
            "QUBITRO_API_KEY_FILE": "key", "QUBITRO_LEDGER": LEDGER, "QUBITRO_CONCURRENCY": "1",
        })

    def _simulator(self, step):
        self._serve(Simulator(str(self.binaries / "qubitro-sim"), self.folder, shlex.split(step.rest)))

    def _stand_in(self, step):
        self._serve(StandIn(step.rest.split()))

    def _faults(self, step):
        self.server.ask("POST", "/_sim/faults", {"faults": step.rest.split()})

    def _foreign(self, step):
        for name in shlex.split(step.rest):
            self.server.make(name)

    def _post(self, step):
        self.server.ask("POST", f"/_sim/{step.rest}")

    def _tell_devices(self):
        lines = self.server.devices() if self.server else []
        if lines:
            self.lines += ["", "at the end the server has"]
            self._tell("dev", "".join(line + "\n" for line in lines))

    # Files

    def _set(self, step):
        name, _, value = step.rest.partition("=")
        self.environment[name] = self.words.real(value)

    def _unset(self, step):
        for name in step.rest.split():
            del self.environment[name]

    def _file(self, step):
        name, _, mode = step.rest.partition(" ")
        self._put(name, self.words.real(step.text).encode(), int(mode or "600", 8))
        for line in step.text.splitlines():
            self.lines.append(f"    {line}".rstrip())

    def _mode(self, step):
        name, mode = step.rest.split()
        (self.folder / name).chmod(int(mode, 8))

    def _copy(self, step):
        source, target = step.rest.split()
        shutil.copy2(self.folder / source, self.folder / target)

    def _cat(self, step):
        path = self.folder / step.rest
        self.lines.append(f"mode {stat.S_IMODE(path.stat().st_mode):o}")
        self._tell("file", path.read_bytes().decode("utf-8", "replace"))

    # The ledger

    def _hold(self, step):
        """Takes the lock as a run does whose last progress was so many seconds ago."""
        now = datetime.datetime.now(datetime.timezone.utc)
        at = (now - datetime.timedelta(seconds=int(step.rest))).strftime("%Y-%m-%dT%H:%M:%SZ")
        holder = {
            "pid": 4711, "host": "elsewhere", "user": "iot", "since": at, "command": "run", "script": "site.lua",
            "run": "0123456789ab", "progress_at": at, "done": 12,
        }
        self.lock = open(self.folder / (LEDGER + ".lock"), "w", encoding="utf-8")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.lock.write(json.dumps({"holder": holder}).ljust(511) + "\n")
        self.lock.flush()

    def _free(self, step):
        # A process that another thread is about to start may have it open for a moment.
        fcntl.flock(self.lock, fcntl.LOCK_UN)
        self.lock.close()
        self.lock = None

    def _sql(self, step):
        connection = sqlite3.connect(self.folder / LEDGER)
        try:
            with connection:
                connection.execute(step.rest)
        finally:
            connection.close()
