"""Runs the cases and compares their transcripts with the committed ones, or writes these: see dev/golden and README.md."""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import signal
import sys
import time

import case_file
from programs import Program
from scenario import HERE, Scenario

TRANSCRIPTS = HERE / "transcripts"
# Cases at a time. Commands wait as much as they compute.
WORKERS = 6
# Seconds for all; a machine that is busy otherwise may need more.
LIMIT = int(os.environ.get("GOLDEN_LIMIT", "90"))
# Files that a command finds by itself, and that would tell.
STRAY = ["/etc/qubitro-host/config.yaml", "/tmp/qubitro-host.yaml", "/qubitro-host.yaml"]


def main():
    options = arguments()
    stray = [path for path in STRAY if os.path.exists(path)]
    if stray:
        sys.exit(f"golden: {stray[0]} would be read by every command; move it away")
    cases = case_file.read_all(HERE / "cases")
    unknown = set(options.name) - {case.name for case in cases}
    if unknown:
        sys.exit(f"golden: there is no case {sorted(unknown)[0]}; see Tests/Golden/cases")
    chosen = [case for case in cases if not options.name or case.name in options.name]
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT)
    start = time.monotonic()
    faults = play(chosen, options)
    if not options.name:
        faults += leftovers({case.name for case in cases}, options.update)
    lines = sum(step.word in ("$", "$~", "&") for case in chosen for step in case.steps)
    done = f"{len(chosen)} cases, {lines} command lines, {time.monotonic() - start:.0f} s"
    if faults:
        sys.exit(f"golden: {done}; not as before: {', '.join(faults)}")
    print(f"golden: {done}; {'written' if options.update else 'all as before'}")


def arguments():
    parser = argparse.ArgumentParser(prog="dev/golden")
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("name", nargs="*")
    options = parser.parse_args()
    options.bin = options.bin.resolve()
    return options


def stop(number, frame):
    what = f"not done after {LIMIT} s" if number == signal.SIGALRM else "stopped"
    raise SystemExit(f"golden: {what}")


def play(cases, options):
    """Plays the cases, several at a time; returns the names of those that differ."""
    faults = []
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(Scenario(case, options.bin).play) for case in cases]
        try:
            for case, future in zip(cases, futures):
                try:
                    transcript = future.result()
                except Exception as problem:
                    print(f"golden: {case.name} could not be played: {problem}", file=sys.stderr)
                    faults.append(case.name)
                    continue
                if not settle(case.name, transcript, options.update):
                    faults.append(case.name)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            Program.kill_all()
            raise
    return faults


def settle(name, transcript, is_update):
    """Writes a transcript, or holds it against the committed one; false where they differ."""
    path = TRANSCRIPTS / f"{name}.txt"
    if is_update:
        path.write_text(transcript, "utf-8")
        return True
    before = path.read_text("utf-8") if path.exists() else ""
    if before == transcript:
        return True
    places = f"Tests/Golden/transcripts/{name}.txt", f"{name} now"
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), transcript.splitlines(True), *places))
    return False


def leftovers(names, is_update):
    """Transcripts of cases that are no more; an update removes them."""
    paths = [path for path in sorted(TRANSCRIPTS.glob("*.txt")) if path.stem not in names]
    if not is_update:
        return [f"{path.stem} (a transcript without a case)" for path in paths]
    for path in paths:
        path.unlink()
    return []


if __name__ == "__main__":
    main()
