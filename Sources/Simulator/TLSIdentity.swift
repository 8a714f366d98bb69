import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate for this machine, made for one start of the server, and the authority that signed
/// it.
package struct TLSIdentity: Sendable {
  /// What a client must trust, as PEM.
  package let authority: String
  private let certificate: String
  private let key: String

  /// What a certificate says that its server is.
  package enum Subject: Hashable, Sendable {
    case name(String)
    /// Four or sixteen bytes.
    case address([UInt8])

    /// `localhost`, 127.0.0.1 and ::1.
    package static let thisMachine: [Subject] = [
      .name("localhost"), .address([127, 0, 0, 1]),
      .address([UInt8](repeating: 0, count: 15) + [1]),
    ]
  }

  /// Makes both keys; the certificate is for these subjects, from an hour ago and for a year.
  package init(for subjects: [Subject] = Subject.thisMachine) throws {
    let times = Date.now.addingTimeInterval(-3600)...Date.now.addingTimeInterval(365 * 86_400)
    let authorityKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let serverKey = P256.Signing.PrivateKey()
    let authorityName = try DistinguishedName { CommonName("qubitro-sim authority") }
    let serverName = try DistinguishedName { CommonName("localhost") }
    let authority = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: authorityKey.publicKey,
      notValidBefore: times.lowerBound, notValidAfter: times.upperBound,
      issuer: authorityName, subject: authorityName, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        Critical(KeyUsage(keyCertSign: true))
      },
      issuerPrivateKey: authorityKey)
    let server = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: Certificate.PrivateKey(serverKey).publicKey,
      notValidBefore: times.lowerBound, notValidAfter: times.upperBound,
      issuer: authorityName, subject: serverName, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.serverAuth])
        if !subjects.isEmpty { SubjectAlternativeNames(subjects.map(Self.name)) }
      },
      issuerPrivateKey: authorityKey)
    self.authority = try authority.serializeAsPEM().pemString
    certificate = try server.serializeAsPEM().pemString
    key = serverKey.pemRepresentation
  }

  private static func name(_ subject: Subject) -> GeneralName {
    switch subject {
    case .name(let name): .dnsName(name)
    case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
    }
  }

  func configuration() throws -> TLSConfiguration {
    TLSConfiguration.makeServerConfiguration(
      certificateChain: [
        .certificate(try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem))
      ],
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
  }
}
