"""tests/system/phone.py: an authenticator, as people have it on their phone (RFC 6238)."""
import base64
import hashlib
import hmac
import struct
import time


def code_of(secret, step):
    mac = hmac.new(base64.b32decode(secret), struct.pack(">q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


class Phone:
    """It never shows a code twice, since the server takes each one only once. Clocks may be off by a step: it begins with
    the last one, unless that would be too old by the time the server looks at it."""

    def __init__(self, secret):
        self.secret, self.step = secret, 0

    def code(self):
        self.step = max(self.step + 1, int(time.time() + 3) // 30 - 1)
        assert self.step <= int(time.time()) // 30 + 1, "the test asks for more codes than a clock that is off explains"
        return code_of(self.secret, self.step)
