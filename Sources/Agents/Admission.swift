import Market
import Secrets
import TLS
import Transport

/// What a connection has shown of itself when it asked to be a session.
struct Admission {
  let compID: CompID
  let subID: CompID
  let peer: SocketAddress
  let isSecured: Bool
  let certificate: Certificate?
  let chain: PeerChain?
  /// By which its password was verified; nil where none was asked for.
  var credential: PasswordHash?
  /// The number of the connection.
  let connection: UInt32
}
