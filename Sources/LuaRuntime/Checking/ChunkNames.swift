/// The global names and modules that a chunk's code uses, read from its bytecode.
package struct ChunkNames: Sendable {
  /// A use of a name, on its line.
  package struct Use: Hashable, Sendable {
    /// `create_device` or `qubitro.create_device`: a global, or fields of one that follow it directly.
    package var name: String
    package var line: Int
  }

  /// In the order of the code.
  package private(set) var reads: [Use] = []
  /// Global names, and fields of globals, that the code assigns somewhere.
  package private(set) var assigned: Set<String> = []
  /// The modules that `require` is called with by a literal name.
  package private(set) var modules: [Use] = []

  init(bytecode: [UInt8]) throws(ScriptFailure) {
    // The one upvalue of a main chunk is _ENV, the table of globals.
    walk(try Bytecode(bytecode).main, environments: [0])
  }

  /// `environments` are the function's upvalues that hold the table of globals.
  private mutating func walk(_ function: Bytecode.Function, environments: Set<Int>) {
    var reader = FunctionReader(function, environments: environments)
    reader.readAll()
    reads += reader.reads
    assigned.formUnion(reader.assigned)
    modules += reader.modules
    for inner in function.inner {
      let passed = inner.upvalues.indices.filter { index in
        !inner.upvalues[index].isInRegister && environments.contains(inner.upvalues[index].index)
      }
      walk(inner, environments: Set(passed))
    }
  }
}

/// Follows the registers of one function as far as names need it: what a register last received, in the order of the code.
private struct FunctionReader {
  /// What a register is known to hold.
  private enum Content {
    /// The table of globals.
    case globals
    /// The value of a global, or of a field of one.
    case value(of: String)
    case text(String)
  }

  private(set) var reads: [ChunkNames.Use] = []
  private(set) var assigned: Set<String> = []
  private(set) var modules: [ChunkNames.Use] = []

  private let function: Bytecode.Function
  private let environments: Set<Int>
  /// Where code may be reached from elsewhere, so that what came before says nothing of a register.
  private let targets: Set<Int>
  private var registers: [Int: Content] = [:]
  /// The register that the instruction before this one wrote a value of a name into.
  private var fresh: Int?

  init(_ function: Bytecode.Function, environments: Set<Int>) {
    self.function = function
    self.environments = environments
    targets = Set(
      function.code.enumerated().compactMap { index, instruction in
        instruction.operation == .jump ? index + 1 + instruction.jump : nil
      })
  }

  mutating func readAll() {
    for (index, instruction) in function.code.enumerated() {
      if targets.contains(index) { fresh = nil }
      read(instruction, line: index < function.lines.count ? function.lines[index] : 0)
    }
  }

  private mutating func read(_ instruction: Instruction, line: Int) {
    let before = fresh
    fresh = nil
    switch instruction.operation {
    case .getUpvalueField where environments.contains(instruction.b):
      readName(constant(instruction.c), into: instruction.a, line)
    case .getIndex:
      readName(field(of: instruction.b, text(in: instruction.c)), into: instruction.a, line)
    case .getField:
      // Only a field taken at once is surely one of that name: `local t = string` may be assigned again.
      let table = instruction.b == before || isGlobals(instruction.b) ? instruction.b : nil
      readName(table.flatMap { field(of: $0, constant(instruction.c)) }, into: instruction.a, line)
    case .setUpvalueField where environments.contains(instruction.a): assign(constant(instruction.b))
    case .setIndex: assign(field(of: instruction.a, text(in: instruction.b)))
    case .setField: assign(field(of: instruction.a, constant(instruction.b)))
    case .getUpvalue where environments.contains(instruction.b): registers[instruction.a] = .globals
    case .loadConstant: registers[instruction.a] = constant(instruction.bx).map(Content.text)
    case .call, .tailCall: call(instruction, line)
    default: registers[instruction.a] = nil
    }
  }

  /// A call overwrites the function's register and all above it.
  private mutating func call(_ instruction: Instruction, _ line: Int) {
    if case .value("require")? = registers[instruction.a], let name = text(in: instruction.a + 1) {
      modules.append(ChunkNames.Use(name: name, line: line))
    }
    registers = registers.filter { $0.key < instruction.a }
  }

  private mutating func readName(_ name: String?, into register: Int, _ line: Int) {
    registers[register] = name.map { .value(of: $0) }
    guard let name else { return }
    reads.append(ChunkNames.Use(name: name, line: line))
    fresh = register
  }

  private mutating func assign(_ name: String?) {
    if let name { assigned.insert(name) }
  }

  /// The name of a field of what a register holds.
  private func field(of register: Int, _ name: String?) -> String? {
    guard let name else { return nil }
    switch registers[register] {
    case .globals: return name
    case .value(of: let table): return "\(table).\(name)"
    case .text, nil: return nil
    }
  }

  private func isGlobals(_ register: Int) -> Bool {
    if case .globals = registers[register] { true } else { false }
  }

  private func text(in register: Int) -> String? {
    if case .text(let text) = registers[register] { text } else { nil }
  }

  private func constant(_ index: Int) -> String? {
    index < function.constants.count ? function.constants[index] : nil
  }
}
