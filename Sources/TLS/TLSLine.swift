import COpenSSL
import Glibc
public import Linux
public import Memory

/// One TLS connection over a non-blocking socket; both are closed when its owner lets go of it.
///
/// *Safety:* `raw` is an SSL that this value owns, over `rawDescriptor`, which it owns too; one thread
/// has it at a time. `deinit` says close_notify, frees the SSL, then closes the descriptor.
@safe
public struct TLSLine: ~Copyable {
  private let raw: OpaquePointer
  public let rawDescriptor: CInt

  /// What one step of the handshake came to.
  public enum Handshake: Equatable, Sendable {
    case done
    case wantsRead
    case wantsWrite
    /// An alert has been sent where there was somebody to send it to.
    case failed(TLSFailure)
  }

  /// What reading or writing came to.
  public enum Outcome: Equatable, Sendable {
    case moved(bytes: Int)
    case wouldBlock
    case ended
  }

  /// A line on its way to another owner: adopted exactly once, or its memory and socket leak.
  public struct Handle: BitwiseCopyable, Sendable {
    let address: UInt
    let descriptor: CInt
  }

  /// Begins TLS on a connected socket; as a client only with a server that is certified to be `name`, a
  /// DNS name or a numeric address.
  public init(
    owning descriptor: consuming Descriptor, _ context: TLSContext, name: String? = nil
  ) throws(TLSFailure) {
    ERR_clear_error()
    guard let raw = unsafe SSL_new(context.raw) else { throw .last() }
    guard unsafe SSL_set_fd(raw, descriptor.rawValue) == 1, unsafe Self.expect(name, raw) else {
      unsafe SSL_free(raw)
      throw .last()
    }
    if context.isServer {
      unsafe SSL_set_accept_state(raw)
    } else {
      unsafe SSL_set_connect_state(raw)
    }
    unsafe self.raw = unsafe raw
    rawDescriptor = descriptor.release()
  }

  /// Takes over a line that its owner has released.
  public init(adopting handle: Handle) {
    guard let raw = unsafe OpaquePointer(bitPattern: handle.address) else {
      preconditionFailure("a released line has an SSL")
    }
    unsafe self.raw = unsafe raw
    rawDescriptor = handle.descriptor
  }

  deinit {
    finishSending()
    unsafe SSL_free(raw)
    ERR_clear_error()
    _ = Glibc.close(rawDescriptor)
  }

  /// Says close_notify: nothing is sent behind it.
  public func finishSending() {
    ERR_clear_error()
    if unsafe SSL_is_init_finished(raw) == 1 { unsafe SSL_shutdown(raw) }
    ERR_clear_error()
  }

  /// Gives the line to another owner, as numbers: the handover between two threads.
  public consuming func release() -> Handle {
    let handle = unsafe Handle(address: UInt(bitPattern: raw), descriptor: rawDescriptor)
    discard self
    return handle
  }

  private static func expect(_ name: String?, _ raw: OpaquePointer) -> Bool {
    guard let name else { return true }
    let parameters = unsafe SSL_get0_param(raw)
    if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return true }
    ERR_clear_error()
    return unsafe SSL_set1_host(raw, name) == 1
      && copenssl_set_server_name(raw, name) == 1
  }

  /// Goes on with the handshake as far as the socket allows.
  public func handshake() -> Handshake {
    ERR_clear_error()
    let result = unsafe SSL_do_handshake(raw)
    if result == 1 { return .done }
    switch unsafe SSL_get_error(raw, result) {
    case SSL_ERROR_WANT_READ: return .wantsRead
    case SSL_ERROR_WANT_WRITE: return .wantsWrite
    default: return .failed(failure())
    }
  }

  private func failure() -> TLSFailure {
    let isVerification = copenssl_is_verify_failure(ERR_peek_error()) != 0
    let result = unsafe SSL_get_verify_result(raw)
    defer { ERR_clear_error() }
    return isVerification && result != X509_V_OK ? .notAccepted(result) : .last()
  }

  /// Bytes that the peer has sent so far, records as they are on the wire.
  public var bytesReceived: UInt64 { unsafe BIO_number_read(SSL_get_rbio(raw)) }

  /// What the peer has shown and was accepted; nil where it has shown none.
  public var peerCertificate: Certificate? {
    guard let certificate = unsafe SSL_get0_peer_certificate(raw),
      unsafe SSL_get_verify_result(raw) == X509_V_OK
    else { return nil }
    return unsafe Certificate(certificate)
  }

  /// The same, to be looked at again later.
  public var peerChain: PeerChain? { unsafe PeerChain(raw) }

  /// Protocol and cipher, such as `TLSv1.3 TLS_AES_128_GCM_SHA256`.
  public var protocolName: String {
    unsafe String(cString: SSL_get_version(raw)) + " "
      + String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(raw)))
  }

  /// Reads into the free end of `buffer` all that has come, as far as there is room. Where it is filled
  /// up, more may be there that no poller tells of.
  public func receive(into buffer: inout ByteBuffer) -> Outcome {
    var moved = 0
    repeat {
      ERR_clear_error()
      var count = 0
      let result = unsafe buffer.withUnsafeWritable { bytes in
        unsafe SSL_read_ex(raw, bytes.baseAddress, bytes.count, &count)
      }
      if result != 1 { return moved > 0 ? .moved(bytes: moved) : stopped() }
      buffer.didWrite(count)
      moved += count
    } while unsafe buffer.writableCount > 0 && SSL_has_pending(raw) == 1
    return .moved(bytes: moved)
  }

  /// Writes what `buffer` has to be read, at most a record; after `wouldBlock` the same bytes are
  /// written again, whatever was appended to them.
  public func send(from buffer: inout ByteBuffer) -> Outcome {
    ERR_clear_error()
    var count = 0
    let result = unsafe buffer.withUnsafeReadable { bytes in
      unsafe SSL_write_ex(raw, bytes.baseAddress, bytes.count, &count)
    }
    if result != 1 { return stopped() }
    buffer.didRead(count)
    return .moved(bytes: count)
  }

  private func stopped() -> Outcome {
    switch unsafe SSL_get_error(raw, 0) {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
    default:
      ERR_clear_error()
      return .ended
    }
  }
}
