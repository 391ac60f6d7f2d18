"""Certificates of sites, made for a test: good, past, of another host, of nobody known."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

BEFORE = datetime.now(UTC).replace(microsecond=0) - timedelta(days=400)
UNTIL = BEFORE + timedelta(days=800)
PAST = BEFORE + timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues certificates; its own is in a file, to be believed in."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    file: Path


def make_issuer(folder: Path, name: str) -> Issuer:
    """Make an issuer, whose certificate it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    made = _begun(subject, subject, key, UNTIL)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    file = folder / f"{name}.pem"
    file.write_bytes(_pem(made.sign(key, hashes.SHA256())))
    return Issuer(subject, key, file)


def make_certificate(folder: Path, issuer: Issuer | None, host: str, until: datetime) -> Path:
    """Make a certificate of a host with its key in a file; without an issuer it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(host)
    made = _begun(subject, issuer.name if issuer else subject, key, until)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    signed = made.sign(issuer.key if issuer else key, hashes.SHA256())
    file = folder / f"{host}-{until:%Y}-{signed.serial_number}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + _pem(signed))
    return file


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEFORE)
        .not_valid_after(until)
    )


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
