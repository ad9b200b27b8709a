import Foundation
import Glibc
import Linux
import Tap
import TradeClient

/// The file in which a consumer keeps its place; held by one process, by `FILE.lock`, and replaced as a whole.
struct TapStateFile: ~Copyable {
  private let path: String
  private let lock: Descriptor
  /// What the file says.
  private(set) var state: TapState

  private init(_ path: String, _ lock: consuming Descriptor, _ state: TapState) {
    self.path = path
    self.lock = lock
    self.state = state
  }

  /// Opens the state of `session`; where there is no file, the feed begins.
  static func open(_ path: String, session: String) throws -> TapStateFile {
    let raw = retrying {
      unsafe Glibc.open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    }
    if raw < 0 { throw SystemError.last("open", subject: "\(path).lock") }
    let lock = Descriptor(owning: raw)
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else {
      throw CommandError("\(path) is in use: another tap goes on from it")
    }
    return TapStateFile(path, lock, try read(path, session))
  }

  private static func read(_ path: String, _ session: String) throws -> TapState {
    guard unsafe access(path, F_OK) == 0 else { return TapState(session: session) }
    guard
      let text = String(bytes: try Data(contentsOf: URL(fileURLWithPath: path)), encoding: .utf8),
      let state = TapState(text)
    else {
      throw CommandError(
        "\(path) says no place in a feed: remove it, and the feed begins with its oldest message")
    }
    guard state.session == session else {
      throw CommandError(
        "\(path) is the place of \(state.session), this is \(session): name another file by --state"
      )
    }
    return state
  }

  /// Puts down a place, if it is another one; what it says is on the disk before.
  mutating func save(_ state: TapState) throws {
    guard state != self.state else { return }
    try FileText.replace(path, with: state.text)
    self.state = state
  }
}

/// A file that is replaced as a whole: written beside itself as `FILE.new`, synced, renamed.
enum FileText {
  static func replace(_ path: String, with text: String) throws(SystemError) {
    let next = "\(path).new"
    let raw = retrying {
      unsafe open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    if raw < 0 { throw .last("open", subject: next) }
    let file = Descriptor(owning: raw)
    let bytes = Array(text.utf8)
    let count = unsafe bytes.withUnsafeBytes { bytes in
      retrying { unsafe write(raw, bytes.baseAddress, bytes.count) }
    }
    guard count == bytes.count else { throw .last("write", subject: next) }
    guard fdatasync(file.rawValue) == 0 else { throw .last("fdatasync", subject: next) }
    guard unsafe rename(next, path) == 0 else { throw .last("rename", subject: path) }
  }
}
