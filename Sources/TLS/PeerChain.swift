import COpenSSL

/// What a peer has shown: its certificate and those behind it, to be looked at again later.
///
/// *Safety:* `leaf` and `chain` are counted references that this value owns and `deinit` gives back; nobody
/// changes what they point to, and OpenSSL counts the users of a certificate atomically.
@safe
public final class PeerChain: @unchecked Sendable {
  let leaf: OpaquePointer
  let chain: OpaquePointer?

  /// Of a line whose handshake is done; nil where the peer has shown nothing. `raw` stays its owner's.
  init?(_ raw: OpaquePointer) {
    guard let leaf = unsafe SSL_get1_peer_certificate(raw) else { return nil }
    unsafe self.leaf = unsafe leaf
    let shown = unsafe SSL_get_peer_cert_chain(raw)
    if let shown = unsafe shown {
      unsafe chain = unsafe X509_chain_up_ref(shown)
    } else {
      unsafe chain = nil
    }
  }

  deinit {
    unsafe X509_free(leaf)
    if let chain = unsafe chain { unsafe copenssl_free_chain(chain) }
  }
}

extension TLSContext {
  /// Why a client that shows this would be refused now; nil where it would be accepted.
  public func refusal(of peer: PeerChain) -> TLSFailure? {
    ERR_clear_error()
    defer { ERR_clear_error() }
    guard let verification = unsafe X509_STORE_CTX_new() else { return .last() }
    defer { unsafe X509_STORE_CTX_free(verification) }
    let store = unsafe SSL_CTX_get_cert_store(raw)
    guard unsafe X509_STORE_CTX_init(verification, store, peer.leaf, peer.chain) == 1,
      unsafe X509_STORE_CTX_set_default(verification, "ssl_client") == 1
    else { return .last() }
    if unsafe X509_verify_cert(verification) == 1 { return nil }
    return .notAccepted(unsafe Int(X509_STORE_CTX_get_error(verification)))
  }
}
