/// The global names and modules that a chunk's code uses, read from its bytecode.
///
/// It does not guess: if the code does what cannot be followed, such as passing `_G` to a function,
/// the table is in `escaped`.
package struct ChunkNames: Sendable {
  /// A use of a name, on its line.
  package struct Use: Hashable, Sendable {
    /// A global such as `create_device`, or a field read from one, as in `qubitro.create_device`.
    package var name: String
    package var line: Int
  }

  /// The names that the code needs, in its order; a name that it only tests, as in `x or y`, is not
  /// among them.
  package internal(set) var reads: [Use] = []
  /// The globals, and the fields of globals, that the code assigns somewhere.
  package internal(set) var assigned: Set<String> = []
  /// The names that the code tests before it uses them, or reads through `_G`.
  package internal(set) var guarded: Set<String> = []
  /// The tables that the code passes on, so that other code may give them fields.
  ///
  /// `_G` stands for the globals themselves.
  package internal(set) var escaped: Set<String> = []
  /// The modules that the code requires by a literal name.
  package internal(set) var modules: [Use] = []
  /// The modules among them whose absence `pcall` catches.
  package internal(set) var optionalModules: Set<String> = []

  init(bytecode: [UInt8]) throws(ScriptFailure) {
    // A main chunk has one upvalue: _ENV, the table of globals.
    walk(try Bytecode(bytecode).main, environments: [0], isProtected: false)
  }

  /// `environments` are the function's upvalues that hold the table of globals.
  private mutating func walk(
    _ function: Bytecode.Function, environments: Set<Int>, isProtected: Bool
  ) {
    let reader = FunctionReader(function, environments: environments, isProtected: isProtected)
    reader.read(into: &self)
    for (index, inner) in function.inner.enumerated() {
      let passed = inner.upvalues.indices.filter { upvalue in
        !inner.upvalues[upvalue].isInRegister
          && environments.contains(inner.upvalues[upvalue].index)
      }
      walk(inner, environments: Set(passed), isProtected: isProtected || reader.protects(index))
    }
  }
}

/// Reads the names that one function uses from its instructions.
///
/// It combines only instructions that follow each other, so that no jump and no reuse of a register
/// can mislead it.
private struct FunctionReader {
  private let function: Bytecode.Function
  private let environments: Set<Int>
  private let isProtected: Bool
  /// Where a jump leads; the instruction before does not tell what a register holds there.
  private let targets: Set<Int>

  init(_ function: Bytecode.Function, environments: Set<Int>, isProtected: Bool) {
    self.function = function
    self.environments = environments
    self.isProtected = isProtected
    targets = Set(
      function.code.enumerated().compactMap { index, instruction in
        instruction.operation == .jump ? index + 1 + instruction.jump : nil
      })
  }

  func read(into names: inout ChunkNames) {
    for (index, instruction) in function.code.enumerated() {
      switch instruction.operation {
      case .getUpvalueField where environments.contains(instruction.b):
        guard let name = constant(instruction.c) else { continue }
        readGlobal(name, from: index, to: index + 1, into: &names)
      case .setUpvalueField where environments.contains(instruction.a):
        if let name = constant(instruction.b) { names.assigned.insert(name) }
      case .getUpvalue where environments.contains(instruction.b):
        readEnvironment(at: index, into: &names)
      case .setUpvalue where environments.contains(instruction.b): names.escaped.insert("_G")
      default: continue
      }
    }
  }

  /// Whether the code passes the inner function of this number to `pcall` or `xpcall` at once.
  func protects(_ inner: Int) -> Bool {
    function.code.indices.dropFirst().contains { index in
      let closure = function.code[index]
      let before = function.code[index - 1]
      guard closure.operation == .closure, closure.bx == inner, before.operation == .getUpvalueField
      else { return false }
      return environments.contains(before.b) && ["pcall", "xpcall"].contains(constant(before.c))
    }
  }

  /// Reads a global, the fields that the code reads from it at once, and the use of the value.
  private func readGlobal(
    _ global: String, from start: Int, to found: Int, into names: inout ChunkNames
  ) {
    var path = [global]
    var end = found
    var register = function.code[found - 1].a
    while let field = nextField(at: end, of: register) {
      path.append(field.name)
      end = field.end
      // The last one may go into another register, as in `local insert = table.insert`.
      guard function.code[end - 1].a == register else { break }
      register = function.code[end - 1].a
    }
    record(path, from: start, to: end, into: &names)
    recordUse(of: path, in: register, from: end, into: &names)
  }

  /// The field that the next instructions read from a register's table, and where they end.
  private func nextField(at index: Int, of register: Int) -> (name: String, end: Int)? {
    guard let next = instruction(index), !targets.contains(index) else { return nil }
    if next.operation == .getField, next.b == register {
      return constant(next.c).map { ($0, index + 1) }
    }
    guard let (text, end) = loadedConstant(at: index), let get = instruction(end),
      get.operation == .getIndex, get.b == register, get.c == next.a
    else { return nil }
    return (text, end + 1)
  }

  private func record(
    _ path: [String], from start: Int, to end: Int, into names: inout ChunkNames
  ) {
    let throughGlobals = path.first == "_G"
    let path = Self.withoutGlobals(path)
    let spellings = path.indices.map { path[...$0].joined(separator: ".") }
    if throughGlobals { names.guarded.formUnion(spellings) }
    for (index, name) in spellings.enumerated() {
      let isLast = index == spellings.count - 1
      if isLast && (isTested(at: end) || isFallback(from: start, to: end)) {
        names.guarded.insert(name)
      } else {
        names.reads.append(.init(name: name, line: line(start + index)))
      }
    }
    if path == ["require"], let module = literalArgument(at: end) {
      names.modules.append(.init(name: module, line: line(start)))
      if isProtected { names.optionalModules.insert(module) }
    }
  }

  /// `x` for `_G.x`.
  private static func withoutGlobals(_ path: [String]) -> [String] {
    path.first == "_G" && path.count > 1 ? Array(path.dropFirst()) : path
  }

  /// Whether the code tests the value: `if x`, `x and y`, `x == nil`.
  private func isTested(at index: Int) -> Bool {
    switch instruction(index)?.operation {
    case .test, .testAndSet, .isEqualToConstant: true
    default: false
    }
  }

  /// Whether a jump skips these instructions alone, as in `y or x`.
  private func isFallback(from start: Int, to end: Int) -> Bool {
    guard start > 0, function.code[start - 1].operation == .jump else { return false }
    return start + function.code[start - 1].jump == end
  }

  /// Records how the code uses a table that stays in its register: it assigns a field, or passes
  /// the table on.
  private func recordUse(
    of path: [String], in register: Int, from start: Int, into names: inout ChunkNames
  ) {
    let table = Self.withoutGlobals(path).joined(separator: ".")
    // The code has read a field into another register, or calls a function: the table went nowhere.
    guard instruction(start - 1)?.a == register else { return }
    var index = start
    // The code computes what it assigns in the registers above.
    while let next = instruction(index), next.a >= register, next.operation != .jump {
      if next.a == register {
        if next.operation == .setField, let field = constant(next.b) {
          names.assigned.insert(table == "_G" ? field : "\(table).\(field)")
          return
        }
        if next.operation == .call || next.operation == .tailCall { return }
        break
      }
      index += 1
    }
    names.escaped.insert(table)
  }

  /// Reads a use of the table of globals in a register.
  ///
  /// Either a name follows that is too long for an instruction, or the code passes the table on.
  private func readEnvironment(at index: Int, into names: inout ChunkNames) {
    let register = function.code[index].a
    guard let (name, end) = loadedConstant(at: index + 1) else {
      names.escaped.insert("_G")
      return
    }
    let key = function.code[index + 1].a
    if let next = instruction(end), next.operation == .getIndex, next.b == register, next.c == key {
      return readGlobal(name, from: index, to: end + 1, into: &names)
    }
    var position = end
    while let next = instruction(position) {
      if next.operation == .setIndex, next.a == register, next.b == key {
        names.assigned.insert(name)
        return
      }
      guard next.a > key, next.operation != .jump else { break }
      position += 1
    }
    names.escaped.insert("_G")
  }

  /// The text that is the only argument of the call at `index`.
  private func literalArgument(at index: Int) -> String? {
    guard let (text, end) = loadedConstant(at: index), let call = instruction(end), call.b == 2
    else { return nil }
    return call.operation == .call || call.operation == .tailCall ? text : nil
  }

  /// The string that the instruction at `index` loads, and the index of the next instruction.
  private func loadedConstant(at index: Int) -> (text: String, end: Int)? {
    switch instruction(index)?.operation {
    case .loadConstant: constant(function.code[index].bx).map { ($0, index + 1) }
    case .loadDistantConstant:
      instruction(index + 1).flatMap { constant($0.ax) }.map { ($0, index + 2) }
    default: nil
    }
  }

  private func instruction(_ index: Int) -> Instruction? {
    function.code.indices.contains(index) ? function.code[index] : nil
  }

  private func constant(_ index: Int) -> String? {
    function.constants.indices.contains(index) ? function.constants[index] : nil
  }

  private func line(_ index: Int) -> Int {
    function.lines.indices.contains(index) ? function.lines[index] : 0
  }
}
