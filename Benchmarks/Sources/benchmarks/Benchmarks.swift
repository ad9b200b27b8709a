/// All benchmarks, in the order of the help; each is made in a file of its own.
enum Benchmarks {
  static var all: [Benchmark] {
    [
      .ring,
      .book,
      .bookMemory,
      .venue,
      .venueModes,
      .feeds,
      .delay,
      .codec,
      .wire,
      .wireTLS,
      .strangers,
      .resend,
      .allocations,
      .load,
      .sessions,
      .subscribers,
      .engineInstructions,
      .storage,
    ]
  }

  /// Loops whose instructions are counted; the expected numbers are in instructions.expected.
  static var counted: [CountedLoop] {
    [
      .ring,
      .bookOne,
      .bookMany,
      .bookEvents,
      .apply,
      .venue,
      .orderIn,
      .orderCommand,
      .reportOut,
      .resend,
    ]
  }
}
