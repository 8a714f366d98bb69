import Foundation

/// Another interpreter, which does the nearest thing it has and prints its seconds.
struct Peer {
  var what: String
  var command: [String]

  /// A round trip between a script and whoever resumes it, in what teams might use instead.
  static func roundTrips(_ rounds: Int) -> [Peer] {
    [
      Peer(
        what: "lua5.4: coroutine.resume and yield",
        command: [
          "lua5.4", "-e",
          """
          local c = coroutine.create(function() while true do coroutine.yield() end end)
          local start = os.clock()
          for _ = 1, \(rounds) do coroutine.resume(c) end
          print(os.clock() - start)
          """,
        ]),
      Peer(
        what: "python3: a generator's send",
        command: [
          "python3", "-c",
          """
          import time
          def g():
              while True: yield
          c = g(); next(c)
          start = time.perf_counter()
          for _ in range(\(rounds)): c.send(None)
          print(time.perf_counter() - start)
          """,
        ]),
      Peer(
        what: "python3: await of a coroutine through asyncio.sleep(0)",
        command: [
          "python3", "-c",
          """
          import asyncio, time
          async def main():
              start = time.perf_counter()
              for _ in range(\(rounds)): await asyncio.sleep(0)
              print(time.perf_counter() - start)
          asyncio.run(main())
          """,
        ]),
      Peer(
        what: "node: await of a resolved promise",
        command: [
          "node", "-e",
          """
          (async () => {
            const start = process.hrtime.bigint();
            for (let i = 0; i < \(rounds); i++) await Promise.resolve(i);
            console.log(Number(process.hrtime.bigint() - start) / 1e9);
          })()
          """,
        ]),
    ]
  }

  /// Nil when the interpreter is not here.
  func measure(rounds: Int) throws -> Measurement? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      return nil
    }
    return Measurement(what: what, duration: .seconds(seconds) / rounds)
  }
}
