"""Checks checkpoints and proofs without any code of stackledger, only by the published specifications.

    check.py checkpoint FILE KEY
    check.py event FILE KEY
    check.py growth FILE OLD-CHECKPOINT KEY

C2SP signed-note, tlog-checkpoint, tlog-proof and tlog-witness; RFC 6962 section 2.1; RFC 8032 section 5.1.
"""

import base64
import hashlib
import sys


def fail(why):
    sys.exit(f"not proved: {why}")


def decode(text):
    return base64.b64decode(text, validate=True)


# Ed25519, in extended coordinates.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def point(data):
    """Decodes a point of 32 bytes; None if they are invalid."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(public, text, signature):
    key, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or not key or not r or s >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % ORDER
    left, right = multiply(s, BASE), add(r, multiply(challenge, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# Notes and checkpoints.


def checkpoint(note, verifier):
    """Origin, size and root of a note; fails unless the key signed it."""
    name, key_id, key = verifier.split("+", 2)
    key = decode(key)
    own_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if key[0] != 1 or own_id.hex() != key_id:
        fail("that is not a key")
    text, signatures = note.rsplit(b"\n\n", 1)
    text += b"\n"
    for line in signatures.decode().splitlines():
        dash, signer, signature = line.split(" ")
        if dash == "\u2014" and signer == name and decode(signature)[:4] == own_id:
            if not is_signed(key[1:], text, decode(signature)[4:]):
                fail("the signature is wrong")
            break
    else:
        fail("not signed by that key")
    origin, size, root = text.decode().split("\n")[:3]
    if origin != name:
        fail("the key belongs to another log")
    return origin, int(size), decode(root)


# The tree.


def leaf(record):
    return hashlib.sha256(b"\0" + record).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size):
    return 1 << (size - 1).bit_length() - 1


def root_of(found, index, size, path):
    """The root if this leaf is at the index, by the definition of PATH."""
    if size == 1:
        return found if not path else fail("too many hashes")
    if not path:
        fail("too few hashes")
    left = split(size)
    if index < left:
        return node(root_of(found, index, left, path[:-1]), path[-1])
    return node(path[-1], root_of(found, index - left, size - left, path[:-1]))


def roots_of(old, new, path, old_root):
    """Both roots, by the definition of SUBPROOF; `old_root` is None if it is not a complete subtree."""
    if old == new:
        if old_root is None:
            return (path[0], path[0]) if len(path) == 1 else fail("wrong number of hashes")
        return (old_root, old_root) if not path else fail("too many hashes")
    if not path:
        fail("too few hashes")
    left = split(new)
    if old <= left:
        first, second = roots_of(old, left, path[:-1], old_root)
        return first, node(second, path[-1])
    first, second = roots_of(old - left, new - left, path[:-1], None)
    return node(path[-1], first), node(path[-1], second)


# The three kinds of file.


def read(path):
    with open(path, "rb") as file:
        return file.read()


def check_event(path, verifier):
    head, note = read(path).split(b"\n\n", 1)
    title, extra, index, *hashes = head.decode().split("\n")
    if title != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not index.startswith("index "):
        fail("not a proof of an event")
    record, index = decode(extra[6:]), int(index[6:])
    origin, size, root = checkpoint(note, verifier)
    if not 0 <= index < size or root_of(leaf(record), index, size, [decode(h) for h in hashes]) != root:
        fail("not in that log")
    print(f"#{index + 1} of {size} {origin}")
    sys.stdout.flush()
    sys.stdout.buffer.write(record + b"\n")


def check_growth(path, old_path, verifier):
    head, note = read(path).split(b"\n\n", 1)
    old_line, *hashes = head.decode().split("\n")
    old_origin, old_size, old_root = checkpoint(read(old_path), verifier)
    origin, size, root = checkpoint(note, verifier)
    if old_line != f"old {old_size}" or old_origin != origin or not 0 < old_size <= size:
        fail("the proof is for other checkpoints")
    if roots_of(old_size, size, [decode(h) for h in hashes], old_root) != (old_root, root):
        fail("the log did not grow that way")
    print(f"{old_size} to {size} {origin}")


def main(what, *arguments):
    if what == "checkpoint":
        origin, size, root = checkpoint(read(arguments[0]), arguments[1])
        print(f"{size} {root.hex()} {origin}")
    elif what == "event":
        check_event(*arguments)
    else:
        check_growth(*arguments)


try:
    main(*sys.argv[1:])
except (ValueError, UnicodeDecodeError) as error:
    fail(error)
