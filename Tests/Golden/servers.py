"""What the command talks to: the simulator, or a stand-in that answers creates with what the simulator never does."""
import http.client
import http.server
import json
import os
import re
import threading

from programs import Program, wait_until

KEY = "demo-key"
PROJECT = "demo"


class Simulator:
    """`qubitro-sim` on a free port, always with the same ids and tokens."""

    def __init__(self, program, folder, options):
        words = [program, "--port", "0", "--tame", "--seed", "1", *options]
        self.program = Program(words, folder, {"PATH": os.environ["PATH"], "TZ": "UTC", "LANG": "C.UTF-8"})
        self.told = 0
        try:
            wait_until(self._listens, "the simulator's port")
        except BaseException:
            self.stop()
            raise

    def _listens(self):
        match = re.search(r"^listening on \S+:(\d+)$", Program.text(self.program.out), re.MULTILINE)
        if not match and self.program.process.poll() is not None:
            raise RuntimeError("the simulator did not start: " + Program.text(self.program.err))
        self.port = int(match.group(1)) if match else None
        return match

    def stop(self):
        self.program.kill()

    def ask(self, method, path, value=None):
        """What it answers, as a value; nothing where there is no body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            body = None if value is None else json.dumps(value)
            headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
            connection.request(method, path, body, headers)
            answer = connection.getresponse().read()
            return json.loads(answer) if answer else None
        finally:
            connection.close()

    def make(self, name):
        """Somebody else makes a device; no request of the command's."""
        device = {"name": name, "description": name, "source": "mqtt"}
        self.ask("POST", f"/v2/projects/{PROJECT}/devices", device)
        self.told = self._journal()[-1]["number"]

    def _journal(self):
        return self.ask("GET", "/_sim/journal")["requests"]

    def is_asked(self):
        """Whether a request is held without an answer."""
        journal = self._journal()
        return bool(journal) and journal[-1]["created"] and "status" not in journal[-1]

    def requests(self):
        """A line for each request that has come since the last time."""
        entries = [entry for entry in self._journal() if entry["number"] > self.told]
        self.told = max([self.told] + [entry["number"] for entry in entries])
        return [self._line(entry) for entry in entries]

    @staticmethod
    def _line(entry):
        words = [entry["method"], entry["path"], str(entry.get("status", "no answer"))]
        words += ["created"] if entry["created"] else []
        words += [f"fault {entry['fault']}"] if "fault" in entry else []
        # All keys but the usual one are told by their ends.
        words += [] if entry.get("key") == KEY[-4:] else [f"key {entry.get('key')}"]
        return " ".join(words)

    def devices(self):
        """A line for each device that it has, without the token."""
        found = self.ask("GET", "/_sim/devices")
        lines = [f"{found['create_requests']} creates were asked for"]
        for device in found["devices"]:
            device = {name: value for name, value in device.items() if name != "token"}
            lines.append(json.dumps(device, ensure_ascii=False, sort_keys=True))
        return lines


class StandIn:
    """A server without devices that answers creates with these statuses, and tells all of each request."""

    def __init__(self, statuses):
        self.statuses = [int(status) for status in statuses]
        self.lines = []
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *words):
                pass

            def do_GET(self):
                self.answer(200, [])

            def do_POST(self):
                status = stand_in.statuses.pop(0) if stand_in.statuses else 400
                self.answer(status, {"success": False, "message": f"answered with {status}"})

            def answer(self, status, value):
                asked = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                stand_in.lines.append(f"{self.command} {self.path} {status}")
                stand_in.lines += [f"  {name}: {text}" for name, text in self.headers.items()]
                stand_in.lines += [f"  {asked}"] if asked else []
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def requests(self):
        lines, self.lines = self.lines, []
        return lines

    def devices(self):
        return []
