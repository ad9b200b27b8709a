import ArgumentParser
import TLS

/// What `trade` is told about TLS.
struct TradeTLSOptions: ParsableArguments {
  @Flag(help: "FIX over TLS; the venue's port for it is 9881 unless it says otherwise.")
  var tls = false

  @Option(help: "Certificates of the authorities that certify the venue; PEM.")
  var ca: String?

  @Option(help: "Our certificate, its chain behind it; PEM.")
  var certificate: String?

  @Option(help: "Our certificate's private key; PEM, for its owner alone.")
  var key: String?

  @Option(help: "Whom the venue's certificate must name: DNS name or numeric address. [--host]")
  var tlsName: String?

  func validate() throws {
    let isNamed = ca != nil || certificate != nil || key != nil || tlsName != nil
    if !tls && isNamed { throw ValidationError("say --tls for FIX over TLS") }
    if tls && ca == nil { throw ValidationError("--tls needs --ca, whom to trust") }
    if (certificate == nil) != (key == nil) {
      throw ValidationError("--certificate and --key go together")
    }
  }

  /// Nil on a plain line. Reads the files.
  func identity(host: String) throws -> TradeTLS? {
    guard tls, let ca else { return nil }
    var own: TLSKeyFiles?
    if let certificate, let key { own = TLSKeyFiles(certificate: certificate, key: key) }
    return TradeTLS(
      context: try TLSContext.client(own, authorities: ca), name: tlsName ?? host)
  }
}

/// Who we are under TLS, and whom we expect.
struct TradeTLS {
  let context: TLSContext
  let name: String
}
