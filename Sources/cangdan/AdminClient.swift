import ArgumentParser
import Glibc
import Linux
import Operations
import Transport

/// Asks a running venue.
enum AdminClient {
  /// Where a venue listens for its operator.
  static func path(inDirectory directory: String) -> String { "\(directory)/admin.sock" }

  /// One request and its answer, as lines without their ends.
  static func ask(_ line: String, at path: String) throws -> String {
    let socket = try connect(to: path)
    let request = Array((line + "\n").utf8)
    let sent = unsafe send(socket.rawValue, request, request.count, CInt(MSG_NOSIGNAL))
    guard sent == request.count else { throw AdminFailure.noAnswer(path) }
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while answer.last != 0x0a {
      let count = retrying { unsafe read(socket.rawValue, &chunk, chunk.count) }
      guard count > 0 else { throw AdminFailure.noAnswer(path) }
      answer += chunk[0..<count]
    }
    return String(decoding: answer.dropLast(), as: UTF8.self)
  }

  private static func connect(to path: String) throws(AdminFailure) -> Descriptor {
    do throws(SystemError) { return try LocalSocket.connect(to: path) } catch {
      throw .noVenue(path, error)
    }
  }
}

enum AdminFailure: Error, CustomStringConvertible {
  case noVenue(String, SystemError)
  case noAnswer(String)
  case strangeAnswer(String)

  var description: String {
    switch self {
    case .noVenue(let path, let error):
      "no venue answers at \(path) (\(error)): is it running, and is --data its data directory?"
    case .noAnswer(let path): "the venue at \(path) has closed the line without an answer"
    case .strangeAnswer(let line): "that is no answer: \(line)"
    }
  }
}

/// Where the venue is, and how its answer is shown.
struct AdminOptions: ParsableArguments {
  @Option(help: "The data directory of the venue.")
  var data: String?

  @Option(help: "The venue's socket, where it is not admin.sock in that directory.")
  var admin: String?

  @Flag(help: "Print the venue's answer as it is, one line of JSON.")
  var json = false

  func validate() throws {
    if (data == nil) == (admin == nil) {
      throw ValidationError("say where the venue is: --data DATA, or --admin SOCKET")
    }
  }

  /// Asks, prints the answer by `text`, and exits with 1 where it was not done.
  func run(_ request: AdminRequest, _ text: (AdminAnswer) -> String) throws {
    let (line, answer) = try ask(request)
    if json {
      print(line)
    } else if answer.ok {
      print(text(answer))
    } else {
      Output.complain(answer.message ?? "refused")
    }
    if !answer.ok { throw ExitCode.failure }
  }

  /// Asks; exits with 2 where no venue answers.
  func ask(_ request: AdminRequest) throws -> (line: String, answer: AdminAnswer) {
    let path = admin ?? AdminClient.path(inDirectory: data ?? ".")
    do {
      let line = try AdminClient.ask(request.line, at: path)
      guard let answer = AdminAnswer(line: line) else { throw AdminFailure.strangeAnswer(line) }
      return (line, answer)
    } catch let error as AdminFailure {
      Output.complain("\(error)")
      throw ExitCode(2)
    }
  }
}
