import Foundation
import Storage

/// The book of `peers/textbook.cpp`, a process of its own that times itself over a stream's file.
struct Textbook {
  enum Mode: String {
    case rate, latency, events
  }

  /// What it printed: a name and a number per line.
  struct Result {
    let values: [String: UInt64]

    func value(_ name: String) throws -> UInt64 {
      guard let value = values[name] else {
        throw Benchmark.VoidRun(reason: "the textbook did not print \(name)")
      }
      return value
    }

    var result: BookPass.Result {
      get throws {
        BookPass.Result(
          checksums: BookChecksums(
            fills: try value("fills"), notional: try value("notional"),
            fillHash: try value("fillHash"), live: try value("live")),
          events: EventDigest(
            count: UInt32(try value("events")), crc: UInt32(try value("eventCRC"))),
          nanos: try value("nanoseconds"))
      }
    }
  }

  /// `Benchmarks/run` builds it beside this program.
  static var program: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("textbook")
  }

  static func run(_ stream: borrowing StreamFile, _ mode: Mode) throws -> Result {
    let process = Process()
    let output = Pipe()
    process.executableURL = program
    process.arguments = [stream.path, mode.rawValue]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Benchmark.VoidRun(reason: "the textbook ended with \(process.terminationStatus)")
    }
    var values: [String: UInt64] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2 { values[String(words[0])] = UInt64(words[1]) }
    }
    return Result(values: values)
  }
}
