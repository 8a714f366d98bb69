import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate for this machine that is made for one start, and the authority that signed it.
package struct TLSIdentity: Sendable {
  /// What a client must trust, as PEM.
  package let authority: String
  private let certificate: String
  private let key: String

  /// Makes both keys; the certificate is for `localhost`, 127.0.0.1 and ::1, from an hour ago and for a year.
  package init() throws {
    let times = Date.now.addingTimeInterval(-3600)...Date.now.addingTimeInterval(365 * 86_400)
    let authorityKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let serverKey = P256.Signing.PrivateKey()
    let authorityName = try DistinguishedName { CommonName("qubitro-sim authority") }
    let serverName = try DistinguishedName { CommonName("localhost") }
    let authority = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: authorityKey.publicKey, notValidBefore: times.lowerBound,
      notValidAfter: times.upperBound, issuer: authorityName, subject: authorityName, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        Critical(KeyUsage(keyCertSign: true))
      },
      issuerPrivateKey: authorityKey)
    let server = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: Certificate.PrivateKey(serverKey).publicKey, notValidBefore: times.lowerBound,
      notValidAfter: times.upperBound, issuer: authorityName, subject: serverName, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.serverAuth])
        SubjectAlternativeNames(Self.names)
      },
      issuerPrivateKey: authorityKey)
    self.authority = try authority.serializeAsPEM().pemString
    certificate = try server.serializeAsPEM().pemString
    key = serverKey.pemRepresentation
  }

  private static var names: [GeneralName] {
    let loopback6 = [UInt8](repeating: 0, count: 15) + [1]
    return [
      .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
      .ipAddress(ASN1OctetString(contentBytes: loopback6[...])),
    ]
  }

  func configuration() throws -> TLSConfiguration {
    TLSConfiguration.makeServerConfiguration(
      certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem))],
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
  }
}
