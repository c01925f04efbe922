"""The proxies of deploy/, started as they are shipped but for names, ports and folders."""

import os
import shutil
import ssl
import subprocess
from datetime import timedelta
from http.client import HTTPSConnection
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from beside.foundation import clock
from tests.house.sizes import ROOT
from tests.throwaway import Service, free_port, listens, wait_until


class Answer:
    """What came back through a proxy."""

    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        self.status, self.headers, self.body = status, headers, body


class Front(Service):
    """A proxy with a certificate, before a port where Beside may or may not answer."""

    def __init__(self, upstream: int, pages: Path) -> None:
        super().__init__()
        self.port, self.upstream, self.pages = free_port(), upstream, pages

    def ask(self, path: str, method: str = "GET", tongue: str = "en") -> Answer:
        """One request over TLS, as a browser in this language sends it."""
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        line = HTTPSConnection("localhost", self.port, context=anybody, timeout=20)
        line.request(method, path, headers={"Accept-Language": tongue})
        answer = line.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read().decode(errors="replace"))


class Caddy(Front):
    """deploy/Caddyfile; its own authority makes the certificate."""

    def start(self) -> Self:
        """Start it."""
        home = {
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
        }
        settings = {
            "BESIDE_SITE": f"https://localhost:{self.port}",
            "BESIDE_UPSTREAM": f"127.0.0.1:{self.upstream}",
            "BESIDE_FRONT_DOOR": str(self.pages),
        }
        command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(ROOT / "deploy" / "Caddyfile")]
        self.begin(command, env={"PATH": os.environ["PATH"], **home, **settings})
        wait_until(lambda: listens(self.port), "Caddy")
        wait_until(self._has_certificate, "Caddy's certificate")
        return self

    def _has_certificate(self) -> bool:
        try:
            self.ask("/robots.txt")
        except ssl.SSLError:
            return False
        return True


class Nginx(Front):
    """deploy/nginx.conf inside the smallest main file."""

    def start(self) -> Self:
        """Start it."""
        self._make_certificate()
        (self.folder / "nginx.conf").write_text(self._whole())
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
        command = [program, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        self.begin([*command, "-g", "daemon off;"])
        wait_until(lambda: listens(self.port), "nginx")
        return self

    def _whole(self) -> str:
        plain = free_port()
        site = (ROOT / "deploy" / "nginx.conf").read_text()
        for shipped, here in (
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port} ssl http2;"),
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("    listen [::]:80;\n", ""),
            ("/etc/letsencrypt/live/help.example.org/fullchain.pem", str(self.folder / "cert.pem")),
            ("/etc/letsencrypt/live/help.example.org/privkey.pem", str(self.folder / "key.pem")),
            ("server 127.0.0.1:8000", f"server 127.0.0.1:{self.upstream}"),
            ("/var/lib/beside/front-door", str(self.pages)),
        ):
            assert shipped in site, f"deploy/nginx.conf no longer says {shipped}"
            site = site.replace(shipped, here)
        own = f"pid {self.folder}/pid; error_log {self.folder}/log; events {{}} "
        own += "http { include /etc/nginx/mime.types;"
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;" if os.geteuid() == 0 else ""
        return f"{user}{own}{temporary}\n{site}\n}}"

    def _make_certificate(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        begins = clock.now() - timedelta(days=1)
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + timedelta(days=9))
            .sign(key, hashes.SHA256())
        )
        form = serialization.Encoding.PEM
        secret = key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (self.folder / "key.pem").write_bytes(secret)
        (self.folder / "cert.pem").write_bytes(certificate.public_bytes(form))
