# /// script
# requires-python = ">=3.11"
# ///
"""Verify an exported consent ledger with nothing but Python: `verify_consents.py new.json [earlier.json]`."""

import hashlib
import json
import sys
from pathlib import Path


def digest(said):
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


entries, *earlier = [json.loads(Path(path).read_bytes())["entries"] for path in sys.argv[1:]]
previous = "0" * 64
for place, entry in enumerate(entries, 1):
    body, words = entry["body"], entry["words"]
    assert (body["seq"], body["previous"]) == (place, previous), f"entry {place} does not follow"
    assert digest(body) == entry["hash"], f"entry {place} was changed"
    assert words is None or digest(words) == body["words_hash"], f"the words of entry {place} were changed"
    previous = entry["hash"]
for kept in earlier:
    same = [entry["hash"] for entry in entries[: len(kept)]] == [entry["hash"] for entry in kept]
    assert same, "it does not go on from the earlier one"
sys.stdout.write(f"{len(entries)} entries, whole; the last is {previous}\n")
