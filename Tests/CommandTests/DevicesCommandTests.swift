import Foundation
import Ledger
import LedgerSQLite
import TestSupport
import Testing

/// `devices list`, `show`, `export` and `forget`, as a person or a program calls them.
struct DevicesCommandTests {
  private let folder: TemporaryDirectory
  private var ledger: String { folder.file("ledger.sqlite") }

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func devices(
    _ arguments: String..., environment: [String: String] = [:], through shell: String? = nil
  ) async throws
    -> CommandRun
  {
    try await CommandRun.of(
      "qubitro-host", ["devices"] + arguments + ["--ledger", ledger], environment: environment,
      in: folder, through: shell)
  }

  /// One device by its name, in a project.
  private func add(_ name: String, key: String? = nil, project: String = "p", id: String? = nil)
    async throws
  {
    let store = try SQLiteLedger(path: ledger)
    let run = RunID.random()
    try await store.start(RunRecord(id: run, script: "s.lua", scriptDigest: ""))
    let key = DeviceKey(
      key ?? name, in: Scope(baseURL: "https://api.qubitro.com", project: project))
    _ = try await store.begin(
      Intent(key, name: name, request: Array(#"{"name":"n"}"#.utf8), run: run))
    try await store.recordResponse(Fleet.answer(1), for: key)
    try await store.transition(key, .conclude(.created(deviceID: id ?? "id-\(project)")), by: run)
    try await store.close()
  }

  @Test
  func
    `a missing and an empty ledger have no devices, which is no failure but for who asks for one`()
    async throws
  {
    for isMade in [false, true] {
      if isMade { try await SQLiteLedger(path: ledger).close() }
      let list = try await devices("list")
      #expect((list.exitStatus, list.output) == (0, ""))
      let problem = isMade ? "no device fits" : "there is no ledger yet"
      #expect(list.error == "qubitro-host: \(problem) (ledger \(ledger))\n")
      #expect(try await devices("list", "--json").exitStatus == 0)
      #expect(try await devices("show", "d1").exitStatus == 66)
      #expect(try await devices("forget", "d1").exitStatus == 66)
      #expect(FileManager.default.fileExists(atPath: ledger) == isMade)
    }
    #expect(try await devices("export", "--format", "json").output == "[]\n")
  }

  @Test func `a list is a table for people and lines of JSON for programs, the same in any locale`()
    async throws
  {
    try await add("Ærø\u{1B}[31m", key: "k", id: "id-1")
    let table = try await devices("list", environment: ["LANG": "C", "LC_ALL": "C"])
    let lines = table.output.split(separator: "\n")
    #expect(lines.count == 2 && table.exitStatus == 0 && table.error == "")
    #expect(lines[0] == "KEY  NAME         STATUS   ID    PROJECT  CHANGED")
    #expect(lines[1].hasPrefix("k    Ærø\\x1b[31m  created  id-1  p        20"), "\(lines[1])")
    let json = try await devices("list", "--json").output
    let start =
      #"{"type":"device","number":1,"key":"k","name":"Ærø\u001b[31m","project":"p","#
      + #""base_url":"https://api.qubitro.com","status":"created","id":"id-1","run":""#
    #expect(json.hasPrefix(start), "\(json)")
    #expect(json.contains(#","sent_at":"20"#) && json.contains(#","changed_at":"20"#))
  }

  @Test func `filters that make no sense say what would`() async throws {
    try await add("d")
    let status = try await devices("list", "--status", "creatd")
    #expect((status.exitStatus, status.error.contains("did you mean 'created'?")) == (64, true))
    #expect(try await devices("list", "--since", "yesterday").exitStatus == 64)
    #expect(try await devices("list", "--limit", "0").exitStatus == 64)
    #expect(
      try await devices("list", "--since", "2h", "--project", "p", "--name", "?").output.contains(
        "\nd "))
    #expect(try await devices("list", "--since", "2999-01-01").output == "")
    #expect(try await devices("list", "--base-url", "https://other.example").output == "")
  }

  @Test func `a key that is in two projects has to be told apart, and a mistyped one is made out`()
    async throws
  {
    try await add("door", project: "north")
    try await add("door", project: "south")
    let show = try await devices("show", "door")
    #expect(show.exitStatus == 64)
    #expect(
      show.error.contains("\n  --project north  created\n  --project south  created\n"),
      "\(show.error)")
    #expect(
      try await devices("show", "door", "--project", "south").output.contains(
        "id         id-south\n"))
    let mistyped = try await devices("show", "dor")
    #expect(
      (mistyped.exitStatus, mistyped.error.contains("(did you mean 'door'?)")) == (66, true),
      "\(mistyped.error)")
  }

  @Test func `a device is shown with its log, and its token only where it is asked for`()
    async throws
  {
    try await add("d")
    for arguments in [
      ["show", "d"], ["show", "d", "--json"], ["list"], ["list", "--json"], ["export"],
      ["export", "--format", "ndjson"],
    ] {
      let run = try await CommandRun.of(
        "qubitro-host", ["devices"] + arguments + ["--ledger", ledger], in: folder)
      #expect(run.exitStatus == 0)
      #expect(!(run.output + run.error).contains(Fleet.token(1)), "\(arguments)")
    }
    let text = try await devices("show", "d", "--with-credentials").output
    #expect(
      text.contains("token      \(Fleet.token(1))\n") && text.contains("  sending -> created\n"),
      "\(text)")
    let json = try await devices("show", "d", "--with-credentials", "--json").output.split(
      separator: "\n")
    #expect(json.count == 3)
    #expect(json[0].contains(#""request":{"name":"n"},"answer":{"http_status":201,"#))
    #expect(
      json[0].hasSuffix(
        #""credentials":{"device_id":"id-1","device_token":"\#(Fleet.token(1))"}}"#), "\(json[0])")
    #expect(
      json[2].hasPrefix(#"{"type":"transition","number":2,"from":"sending","to":"created","run":""#)
    )
  }

  @Test func `an export quotes what CSV needs quoted, and disarms what a spreadsheet would run`()
    async throws
  {
    try await add("say \"hi\",\nthere", key: "=1+1")
    let csv = try await devices("export", "--with-credentials").output
    let lines = csv.components(separatedBy: "\r\n")
    let names =
      "number,key,name,project,base_url,status,id,reason,run,sent_at,changed_at,"
      + "device_id,device_token"
    #expect(lines[0] == names, "\(csv)")
    #expect(
      lines[1].hasPrefix(
        "1,'=1+1,\"say \"\"hi\"\",\nthere\",p,https://api.qubitro.com,created,id-p,,"),
      "\(lines[1])")
    #expect(lines[1].hasSuffix(",id-1,\(Fleet.token(1))") && lines.count == 3 && lines[2] == "")
    let json = try await devices("export", "--format", "json").output
    let array = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
    #expect(array?.first?["key"] as? String == "=1+1")
  }

  @Test func `an exported file is private, whole or not there, and never the ledger`() async throws
  {
    try await add("d")
    let file = folder.file("out.csv")
    try folder.write("old", to: "out.csv", permissions: 0o644)
    #expect(try await devices("export", "--output", file).exitStatus == 0)
    #expect(try folder.permissions(of: "out.csv") == 0o600)
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("number,key,"))
    let ledgerItself = try await devices("export", "--output", ledger)
    #expect(
      (ledgerItself.exitStatus, ledgerItself.error.contains("the ledger's own file")) == (64, true))
    #expect(try await devices("export", "--output", folder.path).exitStatus == 64)
    #expect(try await devices("export", "--output", folder.file("none/out.csv")).exitStatus == 74)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasSuffix(".part") }, "\(names)")
  }

  @Test
  func
    `a forgotten device keeps its row and may be made again, and a missing key forgets none`()
    async throws
  {
    try await add("d")
    try await add("e")
    let none = try await devices("forget", "d", "f")
    #expect((none.exitStatus, none.output) == (66, ""))
    #expect(try await devices("list", "--status", "forgotten").output == "")
    let forgotten = try await devices("forget", "d", "e", "d")
    #expect(forgotten.exitStatus == 0, "\(forgotten.error)")
    #expect(
      forgotten.output.hasPrefix("forgotten: 'd', device id-p, which is still in project p\n"),
      "\(forgotten.output)")
    let shown = try await devices("show", "d").output
    #expect(shown.contains("created -> forgotten: a person had it forgotten\n"), "\(shown)")
    let last = try await SQLiteLedger(reading: ledger)?.runs(last: 1).first
    #expect((last?.command, last?.exitStatus, last?.arguments) == ("forget", 0, ["keys": "d e d"]))
  }

  @Test func `who forgets while a run goes on is told who that is`() async throws {
    try await add("d")
    try folder.write(
      "print('on') host.log.info('on') while true do pcall(error) end", to: "loop.lua")
    try folder.write("secret-key", to: "key")
    let running = try CommandRun.start(
      "qubitro-host",
      [
        "run", "loop.lua", "--max-stretch", "1h", "--ledger", ledger, "--api-key-file", "key",
        "--project", "p",
      ],
      in: folder)
    try await running.hasPrinted()
    let forget = try await devices("forget", "d")
    #expect(forget.exitStatus == 75)
    #expect(
      forget.error.contains("is held by process ") && forget.error.contains("running loop.lua"),
      "\(forget.error)")
    #expect(try await devices("list").output.contains("\nd "), "a list needs no lock")
    running.signal(SIGINT)
    #expect(try await running.end().exitStatus == 130)
  }
}
