/// Something measured under a name, with the alternative it is compared with in the same run.
struct Benchmark {
  /// What the user types.
  let name: String
  /// One line for the help.
  let about: String
  /// Measures less, while developing; nil where nothing is left out.
  var quick: (() throws -> Report)?
  /// Measures; throws `VoidRun` if the run did not do what it should have done.
  let measure: () throws -> Report

  /// A run whose work was wrong: its figures mean nothing and are not printed.
  struct VoidRun: Error, CustomStringConvertible {
    let reason: String
    var description: String { "void: \(reason)" }
  }
}

/// A loop without time, threads or chance, so that its instructions can be counted.
struct CountedLoop {
  let name: String
  /// What one pass does.
  let about: String
  /// Passes the loop `count` times.
  let run: (_ count: Int) throws -> Void
}
