extension CountedLoop {
  /// One command of the stream of one instrument.
  static var bookOne: CountedLoop {
    CountedLoop(name: "book-1", about: "a command of w1 on the books") { count in
      try apply(count, instruments: 1, depth: 10_000, NoListener.self)
    }
  }

  /// One command of the stream of 128 instruments, with fewer resting orders than w128.
  static var bookMany: CountedLoop {
    CountedLoop(name: "book-128", about: "a command of w128, 1,000 orders per book") { count in
      try apply(count, instruments: 128, depth: 1_000, NoListener.self)
    }
  }

  /// One command of the stream of one instrument, with its events.
  static var bookEvents: CountedLoop {
    CountedLoop(
      name: "book-events", about: "a command of w1 on the books, its events written and sealed"
    ) { count in
      try apply(count, instruments: 1, depth: 10_000, BookEventWriter.self)
    }
  }

  /// The stream is always as long, so that making it is left out with the start.
  private static func apply<Listener: BookListener & ~Copyable>(
    _ count: Int, instruments: Int, depth: Int, _: Listener.Type
  ) throws {
    let commands = 20_000
    guard count <= commands else {
      throw Benchmark.VoidRun(reason: "the stream has \(commands) commands, not \(count)")
    }
    let stream = StreamGenerator.make(
      instruments: instruments, depth: depth, commands: commands)
    var driver = BookPass.prefilled(stream, Listener.self)
    for command in stream.commands[stream.prefill..<stream.prefill + count] {
      driver.apply(command, hash: driver.hash(of: command))
    }
    guard driver.checksums.live > 0 else { throw Benchmark.VoidRun(reason: "nothing rests") }
  }
}
