import Storage

/// A pass over a stream: the orders that rest before, then the commands that are timed.
enum BookPass {
  /// How many commands ahead the index is asked for its line, within what the engine knows: it takes
  /// up to 512 commands at once. The hash is kept until the command's turn, so the ring of hashes is
  /// as long.
  static var lookahead: Int { 8 }

  struct Result {
    var checksums: BookChecksums
    /// Of the events that were written, if they were.
    var events = EventDigest()
    var nanos: UInt64
  }

  /// With each command's line of the index asked for before the one `lookahead` places earlier is
  /// applied.
  static func ahead<Listener: BookListener & ~Copyable>(
    _ stream: BookStream, _: Listener.Type
  ) -> Result {
    var driver = prefilled(stream, Listener.self)
    var hashes = InlineArray<8, UInt64>(repeating: 0)
    let end = stream.commands.count
    let start = Clock.processor()
    for index in stream.prefill..<min(stream.prefill + lookahead, end) {
      hashes[index % lookahead] = driver.expect(stream.commands[index])
    }
    for index in stream.prefill..<end {
      let hash = hashes[index % lookahead]
      if index + lookahead < end {
        hashes[index % lookahead] = driver.expect(stream.commands[index + lookahead])
      }
      driver.apply(stream.commands[index], hash: hash)
    }
    driver.finish()
    return driver.result(nanos: Clock.processor() - start)
  }

  static func alone<Listener: BookListener & ~Copyable>(
    _ stream: BookStream, _: Listener.Type
  ) -> Result {
    var driver = prefilled(stream, Listener.self)
    let start = Clock.processor()
    for index in stream.prefill..<stream.commands.count {
      driver.apply(stream.commands[index], hash: driver.hash(of: stream.commands[index]))
    }
    driver.finish()
    return driver.result(nanos: Clock.processor() - start)
  }

  /// A driver whose orders rest.
  static func prefilled<Listener: BookListener & ~Copyable>(
    _ stream: BookStream, _: Listener.Type
  ) -> BookDriver<Listener> {
    var driver = BookDriver<Listener>(instruments: stream.instruments)
    for command in stream.commands[..<stream.prefill] {
      driver.apply(command, hash: driver.hash(of: command))
    }
    return driver
  }
}
