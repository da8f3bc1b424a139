"""tests/deploy/front.py: a real nginx with the configuration of deploy/, in a folder and on ports of its own."""
import os
import pathlib
import re
import ssl
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/system"))

from program import client, server  # noqa: E402

MAIN = """{user}daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/tongke.conf;
}}
"""


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "key.pem", "-out",
                    folder / "cert.pem"], check=True, capture_output=True)


def own_places(text, folder, plain, secure, nodes, media):
    """deploy/nginx/tongke.conf with this test's ports and paths; everything else stays as it is shipped."""
    servers = [f"    server {host}:{port};\n" for host, port in nodes]
    text = re.sub(r"(upstream tongke \{\n)    server .*\n", lambda m: m[1] + "".join(servers), text)
    text = re.sub(r"(upstream tongke-media \{\n)    server .*\n", rf"\1    server {media[0]}:{media[1]};\n", text)
    for old, new in (("listen 80;", f"listen 127.0.0.1:{plain};"), ("    listen [::]:80;\n", ""),
                     ("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;"), ("    listen [::]:443 ssl http2;\n", ""),
                     ("/etc/ssl/tongke/fullchain.pem", f"{folder}/cert.pem"), ("/etc/ssl/tongke/privkey.pem", f"{folder}/key.pem"),
                     ("/var/cache/nginx/tongke", f"{folder}/cache"), ("train.example.cn", "localhost")):
        assert old in text, f"deploy/nginx/tongke.conf has no “{old}”"
        text = text.replace(old, new)
    return text


class Front:
    def __init__(self, folder, nodes, media=None):
        folder.mkdir()
        self.folder = folder
        self.plain, self.secure = server.free_port(), server.free_port()
        certificate(folder)
        text = (ROOT / "deploy/nginx/tongke.conf").read_text("utf-8")
        (folder / "tongke.conf").write_text(own_places(text, folder, self.plain, self.secure, nodes, media or nodes[0]), "utf-8")
        user = "user root;\n" if os.geteuid() == 0 else ""  # the folder is root's alone
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
        self.log = open(folder / "nginx.log", "wb")
        self.process = subprocess.Popen(["nginx", "-p", folder, "-e", folder / "error.log", "-c", folder / "nginx.conf"],
                                        stdout=self.log, stderr=self.log)
        self.wait()

    def wait(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                if self.curl("/healthz")[0] == 200:
                    return
            except AssertionError:
                pass
            said = (self.folder / "nginx.log").read_text() + "".join(p.read_text() for p in self.folder.glob("error.log"))
            assert self.process.poll() is None and time.monotonic() < deadline, f"nginx does not serve:\n{said}"
            time.sleep(0.05)

    def curl(self, path, *options):
        """(status, HTTP version, headers, body) over TLS, the certificate checked, by a client that speaks HTTP/2."""
        done = subprocess.run(["curl", "-sS", "-i", "--cacert", self.folder / "cert.pem", "--max-time", "30", *options,
                               f"https://localhost:{self.secure}{path}"], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        version, status = lines[0].split(" ")[:2]
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
        return int(status), version, headers, body

    @property
    def address(self):
        found = client.Secure(("localhost", self.secure))
        found.tls = ssl.create_default_context(cafile=self.folder / "cert.pem")
        return found

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
