/// What a password must be, beside being secret.
public enum PasswordRules {
  /// Bytes of a password.
  public static let byteCounts = 8...128

  /// A rule that is broken.
  public enum Fault: Equatable, Sendable {
    case wrongLength
    case notPrintable
  }

  /// The first rule that `password` breaks; nil where it breaks none.
  public static func fault(of password: RawSpan) -> Fault? {
    guard byteCounts ~= password.byteCount else { return .wrongLength }
    let bytes = Span<UInt8>(_bytes: password)
    for place in bytes.indices where bytes[place] < 0x20 || bytes[place] == 0x7f {
      return .notPrintable
    }
    return nil
  }
}
