import FIX44
import FIXSession
import FIXWire
import Market
import Memory

/// Anybody may send anything first: no bytes make the doorkeeper trap, a message is taken only whole, and
/// nothing is left of a secret that is covered.
struct FirstMessageFuzz: ~Copyable {
  private var index = FieldIndex()
  private let bytesMax = 4_096
  private let secrets: [Tag] = [.password, .newPassword]

  /// The bytes as they are, as the body of a message, and behind more than there is room for.
  mutating func run(_ bytes: [UInt8]) {
    judge(bytes)
    judge(whole(bytes))
    judge(whole(bytes + [UInt8](repeating: 0x78, count: bytesMax) + [1]))
  }

  private mutating func judge(_ bytes: [UInt8]) {
    let all = RawSpan(_elements: bytes.span)
    let first = FirstMessage.read(all, &index, bytesMax: bytesMax)
    if first == .partial {
      precondition(bytes.count < bytesMax + 64, "what is too long is not waited for")
    }
    guard case .logon = first else { return }
    guard case .complete(let count) = Framing.next(in: all, maxMessageSize: bytesMax) else {
      preconditionFailure("a Logon(A) is whole")
    }
    for cut in [1, count / 2, count - 1] {
      let part = FirstMessage.read(all.extracting(0..<cut), &index, bytesMax: bytesMax)
      precondition(part == .partial, "a part of it is waited for")
    }
    let again = FirstMessage.read(all, &index, bytesMax: bytesMax)
    precondition(again == first, "the same bytes mean the same")
    cover(bytes, first)
  }

  private mutating func cover(_ bytes: [UInt8], _ first: FirstMessage) {
    let fields = (0..<index.count).map { index[$0] }
    let covered = fields.filter { secrets.contains($0.tag) }
    var buffer = ByteBuffer(capacity: bytes.count)
    let fits = buffer.append(RawSpan(_elements: bytes.span))
    precondition(fits, "room for all")
    FirstMessage.cover(covered, in: &buffer)
    let second = FirstMessage.read(buffer.readable, &index, bytesMax: bytesMax)
    precondition(second == first, "it says the same of who it is from")
    precondition(index.count == fields.count, "with the same fields")
    let after = Span<UInt8>(_bytes: buffer.readable)
    for field in fields where field.tag != .checkSum {
      let isSecret = secrets.contains(field.tag)
      for place in Int(field.offset)..<Int(field.offset + field.length) {
        precondition(after[place] == (isSecret ? 0x2a : bytes[place]), "stars, and only there")
      }
    }
  }

  /// The bytes as a body between a head and a trailer that fit.
  private func whole(_ body: [UInt8]) -> [UInt8] {
    let body = Array("35=A\u{1}".utf8) + body
    var bytes = Array("8=FIX.4.4\u{1}9=\(body.count)\u{1}".utf8) + body
    let sum = String(1_000 + Int(bytes.reduce(UInt8(0), &+))).dropFirst()
    bytes += Array("10=\(sum)\u{1}".utf8)
    return bytes
  }
}

nonisolated(unsafe) private var fuzz = FirstMessageFuzz()

/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  unsafe fuzz.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
