import Foundation
import TestSupport
import Testing

/// The table functions that could run for ever are our own; Lua's own say what is right.
struct TableTests {
  @Test func `moves, inserts, removes, concatenations and sorts are those of Lua itself`()
    async throws
  {
    var generator = SeededGenerator()
    let lists = (0..<200).map { _ in
      let count = Int.random(in: 0...30, using: &generator)
      let numbers = (0..<count).map { _ in String(Int.random(in: -9...9, using: &generator)) }
      return "{ \(numbers.joined(separator: ", ")) }"
    }
    let text = """
      local function shown(t)
        local s = {}
        for n = 1, #t do s[n] = tostring(t[n]) end
        return table.concat(s, " ")
      end
      local function try(...)
        return (tostring((select(2, pcall(...)))):gsub("^[^:]*:%d+: ", ""))
      end
      for _, list in ipairs { \(lists.joined(separator: ", ")) } do
        local function copy() return table.move(list, 1, #list, 1, {}) end
        local t = copy() table.sort(t) print(shown(t))
        t = copy() table.sort(t, function(a, b) return a > b end) print(shown(t))
        t = copy() table.insert(t, 7) table.insert(t, 1, 8)
        print(shown(t), table.remove(t), table.remove(t, 1), shown(t))
        t = copy() table.move(t, 1, #t, 3) print(shown(t)) table.move(t, 2, #t, 1) print(shown(t))
        print(
          table.concat(list, ","), table.concat(list, "-", 2), table.concat(list, "", 2, 1),
          try(table.concat, list, ",", 1, 99))
        print(
          try(table.insert, copy(), 99, 1), (pcall(table.remove, copy(), 99)),
          try(table.insert, copy()), try(table.insert, copy(), 1, 2, 3))
      end
      print(
        try(table.move, {}, 1, math.maxinteger, 2), try(table.move, {}, math.mininteger, 1, 1),
        (pcall(table.sort, { 1, "x" })))
      print(
        try(table.concat, { {} }), try(table.sort, 1), try(table.concat, 1), table.remove({}),
        table.remove({}, 0))
      local proxy = setmetatable({}, {
        __len = function() return 3 end, __index = function(_, n) return n * 2 end,
      })
      print(table.concat(proxy, " "), table.concat(table.move(proxy, 1, 3, 1, {}), " "))
      """
    let run = try await ScriptRun.of(text)
    #expect(run.failure == nil)
    #expect(run.printed == (try LuaItself.output(of: text)), "seed \(generator.seed)")
  }
}
