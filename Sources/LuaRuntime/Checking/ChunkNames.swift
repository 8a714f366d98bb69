/// The global names and modules that a chunk's code uses, read from its bytecode.
///
/// Where code does what cannot be followed, such as handing `_G` to a function, it says so instead of guessing.
package struct ChunkNames: Sendable {
  /// A use of a name, on its line.
  package struct Use: Hashable, Sendable {
    /// `create_device` or `qubitro.create_device`: a global, or a field taken of one at once.
    package var name: String
    package var line: Int
  }

  /// In the order of the code; what is only asked for, as in `x or y`, is not among them.
  package internal(set) var reads: [Use] = []
  /// Global names, and fields of globals, that the code assigns somewhere.
  package internal(set) var assigned: Set<String> = []
  /// Names that the code tests before it uses them, or reads through `_G`.
  package internal(set) var guarded: Set<String> = []
  /// Tables that leave the code's sight, so that they may get fields there; `_G` stands for the globals themselves.
  package internal(set) var escaped: Set<String> = []
  /// The modules that `require` is called with by a literal name.
  package internal(set) var modules: [Use] = []
  /// Those of them whose absence `pcall` catches.
  package internal(set) var optionalModules: Set<String> = []

  init(bytecode: [UInt8]) throws(ScriptFailure) {
    // The one upvalue of a main chunk is _ENV, the table of globals.
    walk(try Bytecode(bytecode).main, environments: [0], isProtected: false)
  }

  /// `environments` are the function's upvalues that hold the table of globals.
  private mutating func walk(_ function: Bytecode.Function, environments: Set<Int>, isProtected: Bool) {
    let reader = FunctionReader(function, environments: environments, isProtected: isProtected)
    reader.read(into: &self)
    for (index, inner) in function.inner.enumerated() {
      let passed = inner.upvalues.indices.filter { upvalue in
        !inner.upvalues[upvalue].isInRegister && environments.contains(inner.upvalues[upvalue].index)
      }
      walk(inner, environments: Set(passed), isProtected: isProtected || reader.protects(index))
    }
  }
}

/// Reads the names that one function uses off its instructions.
///
/// Only instructions that stand next to each other are taken together, so that no jump and no reuse of a register can mislead it.
struct FunctionReader {
  private let function: Bytecode.Function
  private let environments: Set<Int>
  private let isProtected: Bool
  /// Where a jump leads: what stands before says nothing of a register there.
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
      case .getUpvalue where environments.contains(instruction.b): readEnvironment(at: index, into: &names)
      case .setUpvalue where environments.contains(instruction.b): names.escaped.insert("_G")
      default: continue
      }
    }
  }

  /// Whether the inner function of this number is handed to `pcall` or `xpcall` at once.
  func protects(_ inner: Int) -> Bool {
    function.code.indices.dropFirst().contains { index in
      let closure = function.code[index]
      let before = function.code[index - 1]
      guard closure.operation == .closure, closure.bx == inner, before.operation == .getUpvalueField else { return false }
      return environments.contains(before.b) && ["pcall", "xpcall"].contains(constant(before.c))
    }
  }

  /// A global, with the fields that are taken of it at once, and what becomes of the value.
  private func readGlobal(_ global: String, from start: Int, to found: Int, into names: inout ChunkNames) {
    var path = [global]
    var end = found
    var register = function.code[found - 1].a
    while let field = takenField(at: end, of: register) {
      path.append(field.name)
      end = field.end
      // The last one may go into another register, as in `local insert = table.insert`.
      guard function.code[end - 1].a == register else { break }
      register = function.code[end - 1].a
    }
    note(path, from: start, to: end, into: &names)
    noteFate(of: path, in: register, from: end, into: &names)
  }

  /// The field that the next instructions take of what a register holds, and where they end.
  private func takenField(at index: Int, of register: Int) -> (name: String, end: Int)? {
    guard let next = instruction(index), !targets.contains(index) else { return nil }
    if next.operation == .getField, next.b == register { return constant(next.c).map { ($0, index + 1) } }
    guard let (text, end) = loadedConstant(at: index), let get = instruction(end), get.operation == .getIndex, get.b == register,
      get.c == next.a
    else { return nil }
    return (text, end + 1)
  }

  private func note(_ path: [String], from start: Int, to end: Int, into names: inout ChunkNames) {
    let throughGlobals = path.first == "_G"
    let path = throughGlobals && path.count > 1 ? Array(path.dropFirst()) : path
    let spellings = path.indices.map { path[...$0].joined(separator: ".") }
    if throughGlobals { names.guarded.formUnion(spellings) }
    for (index, name) in spellings.enumerated() {
      let isAskedFor = index == spellings.count - 1 && (isTested(at: end) || isFallback(from: start, to: end))
      if isAskedFor {
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

  /// Whether the value goes into a test: `if x`, `x and y`, `x == nil`.
  private func isTested(at index: Int) -> Bool {
    switch instruction(index)?.operation {
    case .test, .testAndSet, .isEqualToConstant: true
    default: false
    }
  }

  /// Whether a jump leads around these instructions alone, as in `y or x`.
  private func isFallback(from start: Int, to end: Int) -> Bool {
    guard start > 0, function.code[start - 1].operation == .jump else { return false }
    return start + function.code[start - 1].jump == end
  }

  /// What becomes of a table that stays in its register: a field of it is assigned, or it leaves our sight.
  private func noteFate(of path: [String], in register: Int, from start: Int, into names: inout ChunkNames) {
    let table = (path.first == "_G" && path.count > 1 ? Array(path.dropFirst()) : path).joined(separator: ".")
    // A field was taken into another register, or a function is called: the table itself went nowhere.
    guard instruction(start - 1)?.a == register else { return }
    var index = start
    // What is assigned is computed in the registers above.
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

  /// The table of globals in a register: a name that no instruction can hold follows, or it leaves our sight.
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

  /// The text that the call of the function before `index` gets as its only argument.
  private func literalArgument(at index: Int) -> String? {
    guard let (text, end) = loadedConstant(at: index), let call = instruction(end), call.b == 2 else { return nil }
    return call.operation == .call || call.operation == .tailCall ? text : nil
  }

  /// The string that is loaded at `index`, and where the next instruction is.
  private func loadedConstant(at index: Int) -> (text: String, end: Int)? {
    switch instruction(index)?.operation {
    case .loadConstant: constant(function.code[index].bx).map { ($0, index + 1) }
    case .loadDistantConstant: instruction(index + 1).flatMap { constant($0.ax) }.map { ($0, index + 2) }
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
