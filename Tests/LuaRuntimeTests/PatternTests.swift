import TestSupport
import Testing

/// The string functions that match patterns are our own; Lua's own say what is right.
struct PatternTests {
  @Test func `thousands of random patterns do what they do in Lua itself`() async throws {
    var generator = SeededGenerator()
    let cases = (0..<4000).map { _ in PatternCase(using: &generator).line }.joined(separator: "\n")
    let text = """
      local function show(...)
        local shown = {}
        for n = 1, select("#", ...) do
          shown[n] = (tostring((select(n, ...))):gsub("^[^:]*:%d+: ", ""))
        end
        return table.concat(shown, "|")
      end
      local function all(s, p)
        local found = {}
        for a, b in s:gmatch(p) do found[#found + 1] = show(a, b) end
        return table.concat(found, ";")
      end
      local case = function(s, p, r, i)
        print(
          show(pcall(string.find, s, p, i)), show(pcall(string.match, s, p, i)),
          show(pcall(string.gsub, s, p, r)), show(pcall(all, s, p)))
      end
      \(cases)
      """
    let run = try await ScriptRun.of(text)
    #expect(run.failure == nil)
    let ours = run.printed.split(separator: "\n")
    let theirs = try LuaItself.output(of: text).split(separator: "\n")
    #expect(ours.count == 4000 && theirs.count == 4000)
    for (index, pair) in zip(ours, theirs).enumerated() where pair.0 != pair.1 {
      let line = cases.split(separator: "\n")[index]
      Issue.record("seed \(generator.seed), \(line): \(pair.0) and not \(pair.1)")
    }
  }

  @Test func `plain finds, positions and repetitions are those of Lua itself`() async throws {
    let text = """
      print(
        ("a.b"):find(".", 1, true), ("a.b"):find("b", -1), ("abc"):find("", 10),
        ("abc"):find("", 4), ("a\\0b"):find("\\0"))
      print(
        ("x"):rep(3, ","), ("x"):rep(0), ("x"):rep(-1), ("ab"):rep(2), ("x"):rep(1, ","),
        (""):rep(3, "-"))
      print(
        pcall(string.rep, "x", 1 << 62), pcall(string.gsub, "x", "x", true),
        pcall(string.find, nil, "x"))
      print(
        ("abc"):gsub("", "-"), ("abc"):gsub("%w", "%0%0", 2),
        ("hello world"):gsub("o", { o = "0" }), ("abc"):gsub("b", function() end))
      for k, v in ("a=1, b=2"):gmatch("(%w+)=(%w+)") do io = (io or "") .. k .. v end
      print(
        ("THE (quick) fox"):find("%((%a+)%)"), ("f(a(b)c)d"):match("%b()"),
        ("THE fox"):gsub("%f[%a]%a+", "X"), ("x"):gmatch(".", 2)())
      """
    let run = try await ScriptRun.of(
      text.replacing("io = (io or \"\") .. k .. v", with: "print(k, v)"))
    #expect(run.failure == nil)
    #expect(
      try LuaItself.output(of: text.replacing("io = (io or \"\") .. k .. v", with: "print(k, v)"))
        == run.printed)
  }
}

/// A subject, a pattern, a replacement and a start, all of a small alphabet, so that they meet.
private struct PatternCase {
  let line: String

  init(using generator: inout SeededGenerator) {
    let items = [
      "a", "b", ".", "%a", "%d", "%s", "%w", "%A", "[ab]", "[^a]", "[a-c]", "[%d_]", "[]]", "[^]a]",
      "(", ")", "()", "%1", "%2",
      "%b()",
      "%f[%w]", "%f[^a]", "$", "^", "%%", "%.", "[", "%", "-", "*", "(a)", "(a*)", "(.-)", "x",
      "%bab", "[a%]b]", "[a-]", "[%a-z]",
    ]
    let pattern = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      (items.randomElement(using: &generator) ?? "a")
        + (["", "", "", "*", "+", "-", "?"].randomElement(using: &generator) ?? "")
    }.joined()
    let subject = String(
      (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        "aabbc()1 _x".randomElement(using: &generator) ?? "a"
      })
    let replacement =
      ["", "-", "%0", "%1", "<%1>", "%%", "%2", "%", "%x"].randomElement(using: &generator) ?? ""
    let start = Int.random(in: -3...5, using: &generator)
    line = "case('\(subject)', '\(pattern)', '\(replacement)', \(start))"
  }
}
