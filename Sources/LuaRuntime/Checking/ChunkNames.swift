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
