"""The certificate authority of one data folder, and the certificate that the Salesforce stand-in shows.

simple-salesforce speaks https and nothing else, so the stand-in does as well.  Who is to trust it gets a
bundle of certifi's roots and this authority, through REQUESTS_CA_BUNDLE and SSL_CERT_FILE.
"""

import ipaddress
import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
SERVER_DAYS = 365
BUNDLE = "trusted.pem"


def trust_variables(folder: Path) -> dict[str, str]:
    """Return the variables with which a client trusts the servers of a folder's authority."""
    bundle = str(folder / BUNDLE)
    return {"REQUESTS_CA_BUNDLE": bundle, "SSL_CERT_FILE": bundle}


def server_context(folder: Path) -> ssl.SSLContext:
    """Return the TLS settings of a server on 127.0.0.1, made anew, and write the bundle that trusts it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key, authority = _authority(folder)
    server_key = ec.generate_private_key(ec.SECP256R1())
    certificate = _server_certificate(server_key.public_key(), key, authority)
    server_file = folder / "server.pem"
    _write(server_file, _key_text(server_key) + _text(certificate))
    _write(folder / BUNDLE, Path(certifi.where()).read_bytes() + b"\n" + _text(authority))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(server_file)
    return context


def _authority(folder: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Return the folder's authority, made at the first call and when it has a month left."""
    file = folder / "authority.pem"
    if file.exists():
        text = file.read_bytes()
        certificate = x509.load_pem_x509_certificate(text)
        kept = serialization.load_pem_private_key(text, password=None)
        soon = _now() + timedelta(days=SERVER_DAYS + 30)
        if isinstance(kept, ec.EllipticCurvePrivateKey) and certificate.not_valid_after_utc > soon:
            return kept, certificate
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Aftercall local stand-ins")])
    certificate = (
        _builder(name, name, key.public_key(), AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(file, _key_text(key) + _text(certificate))
    return key, certificate


def _server_certificate(
    public_key: ec.EllipticCurvePublicKey, signer: ec.EllipticCurvePrivateKey, authority: x509.Certificate
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    places = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    return (
        _builder(name, authority.subject, public_key, SERVER_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(places), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    begin = _now() - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _text(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_text(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    """Write a file in one step: a Lambda may be reading the bundle now."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    unfinished.replace(path)


def _now() -> datetime:
    return datetime.now(UTC)
