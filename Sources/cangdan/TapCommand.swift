import ArgumentParser
import FIX44
import Glibc
import Linux
import TLS
import Tap
import TradeClient
import Transport

/// `cangdan tap`: a consumer's end of the venue's feeds.
struct TapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tap",
    abstract: "Read what a venue has sent, and serve engines that can't decompress.",
    discussion: """
      --read prints the messages of a file: LZ4 frames, or a session's stream as it was captured, \
      with or without compression; `-` is standard input. What is cut off or damaged is told, \
      behind what could be read.

      --relay PORT listens on 127.0.0.1:PORT for a FIX engine that has no LZ4. It asks the venue for \
      compression in the engine's Logon(A), Compression(7811)=1, and hands on what comes \
      decompressed; nothing else of the session is changed. Give each engine a relay of its own. \
      With --tls the engine stays plain and the line to the venue is FIX over TLS.

        cangdan tap --read capture.fix.lz4
        cangdan tap --read - --format json <capture.fix.lz4
        cangdan tap --relay 9980 --host 192.0.2.7 --port 9880

      Exit codes: 0 ended as asked; 1 not, with the reason.
      """)

  @Option(help: "Print the messages of a file.") var read: String?
  @Option(help: "Serve a FIX engine on this port of 127.0.0.1; 0: a free one.") var relay: UInt16?
  @Option(help: "text, csv, json or raw.", transform: Self.format)
  var format = LineFormat.text
  @Option(help: "The venue's numeric address.") var host = "127.0.0.1"
  @Option(help: "The venue's port.") var port: UInt16 = 9880
  @Option(help: "How long to try to connect, in seconds.") var patience = 0.0
  @OptionGroup(title: "TLS") var secure: TradeTLSOptions

  func validate() throws {
    if (read == nil) == (relay == nil) {
      throw ValidationError("say one of --read FILE and --relay PORT")
    }
    _ = try address()
  }

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    do {
      if let read {
        var reading = try TapReading.open(read, LineWriter(format, FIX44Dictionary.make()))
        try reading.run()
      } else if let relay {
        var server = try TapRelay(try way(), port: relay)
        try server.run()
      }
    } catch let error as CommandError {
      Output.complain(error.description)
      throw ExitCode(1)
    } catch let error as TLSFileProblem {
      Output.complain(error.description)
      throw ExitCode(1)
    } catch let error as SystemError {
      Output.complain(error.description)
      throw ExitCode(1)
    }
  }

  private func way() throws -> ClientLine.Way {
    ClientLine.Way(
      address: try address(), tls: try secure.identity(host: host), patience: patience,
      compresses: true)
  }

  private func address() throws -> SocketAddress {
    guard let address = SocketAddress(host, port: port), port > 0 else {
      throw ValidationError("--host \(host) is no numeric address, such as 127.0.0.1")
    }
    return address
  }

  private static func format(_ text: String) throws -> LineFormat {
    if let format = LineFormat(rawValue: text) { return format }
    let names = LineFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("--format \(text) is none of: \(names)")
  }
}
