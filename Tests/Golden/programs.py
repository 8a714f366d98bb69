"""Programs under watch: each has a deadline and a process group of its own, and none outlives the run."""
import os
import signal
import subprocess
import tempfile
import threading
import time

# Seconds that one program may take; a busy machine needs some of them.
DEADLINE = 40


class Overdue(Exception):
    """A program, or something that was waited for, took too long."""


class Program:
    """A process whose output can be read while it runs."""

    _running = set()
    _lock = threading.Lock()
    _is_over = False

    def __init__(self, words, folder, environment, standard_input=os.devnull):
        self.words = words
        self.out = tempfile.TemporaryFile()
        self.err = tempfile.TemporaryFile()
        with Program._lock, open(standard_input, "rb") as stdin:
            if Program._is_over:
                raise Overdue("the whole run is over")
            self.process = subprocess.Popen(
                words, cwd=folder, env=environment, stdin=stdin, stdout=self.out, stderr=self.err,
                start_new_session=True)
            Program._running.add(self)

    @staticmethod
    def text(file):
        """All that a program has written into one of its files so far."""
        return os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0).decode("utf-8", "replace")

    def end(self):
        """Waits for it; returns what it wrote, and its exit status."""
        try:
            status = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Overdue(f"{' '.join(self.words)}: no end after {DEADLINE} s\n{self.text(self.err)}") from None
        result = self.text(self.out), self.text(self.err), status
        self.forget()
        return result

    def kill(self):
        """Ends it, with whatever it has started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.forget()

    def forget(self):
        with Program._lock:
            Program._running.discard(self)
        self.out.close()
        self.err.close()

    @staticmethod
    def kill_all():
        """Ends all that run, and lets no other begin."""
        with Program._lock:
            Program._is_over = True
            programs = list(Program._running)
        for program in programs:
            try:
                os.killpg(program.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def wait_until(holds, what):
    """Returns once `holds()` is true."""
    end = time.monotonic() + DEADLINE
    while not holds():
        if Program._is_over or time.monotonic() > end:
            raise Overdue(f"{what}: not after {DEADLINE} s")
        time.sleep(0.01)
