#!/usr/bin/env python3
"""Checks the hash chain of an audit log: verify_audit.py FOLDER. Needs nothing but Python 3 and knows nothing of Switchboard.

docs/audit.md says what is hashed. Prints the first entry that is wrong and exits with 1; exits with 0 where all is sound.
"""
import hashlib, pathlib, re, sqlite3, struct, sys


def value(of):  # a length as four bytes, and that many bytes; NULL is the length FF FF FF FF
    if of is None:
        return b"\xff" * 4
    data = of if isinstance(of, bytes) else of.encode() if isinstance(of, str) else struct.pack(">q", of)
    return struct.pack(">I", len(data)) + data


def check(file, last):
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    db.execute("BEGIN")
    names = dict(db.execute("SELECT id, name FROM names"))
    meta = dict(db.execute("SELECT key, value FROM meta"))
    checkpoints = dict(db.execute("SELECT seq, hash FROM checkpoints"))
    seq, previous = meta["previous_seq"], meta["previous_hash"]
    if last and last != (seq, previous):
        sys.exit(f"{file.name}: does not go on from where the file before ends, at entry {last[0]}")
    for row in db.execute(
        "SELECT seq, at, action_id, kind, action, provider, actor, tenant, outcome, error_kind, http_status, attempts,"
        " duration_us, provider_ref, correlation_id, detail, hash FROM entries ORDER BY seq"
    ):
        fields = [names[v] if i in (3, 4, 5, 6, 8, 9) and v is not None else v for i, v in enumerate(row[:16])]
        subjects = [s for (s,) in db.execute("SELECT subject FROM entry_subject WHERE seq = ? ORDER BY 1", row[:1])]
        canonical = b"".join(map(value, ["1", *fields, len(subjects), *subjects]))
        if row[0] != seq + 1 or hashlib.sha256(previous + canonical).digest() != row[16]:
            sys.exit(f"{file.name}: entry {row[0]} is not what was written, or something before it is missing")
        if checkpoints.get(row[0], row[16]) != row[16]:
            sys.exit(f"{file.name}: the checkpoint of entry {row[0]} has another hash")
        seq, previous = row[0], row[16]
    return seq, previous


end = None
for month in sorted(f for f in pathlib.Path(sys.argv[1]).iterdir() if re.fullmatch(r"\d{4}-\d\d\.sqlite", f.name)):
    end = check(month, end)
print(f"sound up to entry {end[0]}, {end[1].hex()}" if end else "no entries")
