/// The ClOrdID(11)s of one run of the client: numbered behind a prefix, or named by the user.
public struct ClOrdIDs: Sendable {
  /// Stands before each number, and before names where `prefixesNames`.
  public let prefix: String
  private let prefixesNames: Bool
  private var last = 0

  public init(prefix: String, prefixesNames: Bool) {
    self.prefix = prefix
    self.prefixesNames = prefixesNames
  }

  /// The ClOrdID(11) of a name; of the next number where there is none.
  public mutating func make(_ name: String?) throws(CommandError) -> String {
    let id: String
    if let name {
      id = full(name)
    } else {
      last += 1
      id = "\(prefix)\(last)"
    }
    let isUsable = id.utf8.count <= 32 && id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    guard isUsable else {
      throw CommandError("ClOrdID(11) '\(id)' is longer than 32 bytes or not ASCII")
    }
    return id
  }

  /// What a name of the user's is on the wire.
  public func full(_ name: String) -> String { prefixesNames ? prefix + name : name }

  /// A prefix that no run of another second has: seconds since 1970 in base 36.
  public static func prefix(seconds: Int64) -> String {
    String(seconds, radix: 36, uppercase: true) + "-"
  }
}
