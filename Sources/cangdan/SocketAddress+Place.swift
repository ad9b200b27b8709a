import Transport

extension SocketAddress {
  /// `HOST:PORT` or `[HOST]:PORT`, numeric.
  init(place text: String) throws(FollowerProblem) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { throw .notAPlace(text) }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard let address = SocketAddress(String(host), port: port) else { throw .notAPlace(text) }
    self = address
  }
}
