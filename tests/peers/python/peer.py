"""Asks pyx12; tests/peers/README.md says what is asked and answered."""

import io
import json
import logging
import os
import resource
import statistics
import sys
import time

import pyx12.errors
import pyx12.map_if
import pyx12.params
import pyx12.x12file
import pyx12.x12n_document

USAGE = "usage: peer.py check < NAMES | time FILE [--repeat N]"
# It reads some 4 MB/s: more would only cost the person who waits.
LONGEST_TIMED = 10_000_000
VERSIONS = ("00401", "00501")
# Its maps are health care's: they list that trade's groups, messages and kinds of party.
OF_HEALTH_CARE = ("AK101", "AK201", "ISA05", "ISA07")


def main(words):
    logging.disable(logging.CRITICAL)
    pyx12.map_if.load_map_file = load_of_any_trade(pyx12.map_if.load_map_file)
    if words[:1] == ["check"]:
        for name in sys.stdin:
            verdict, message = judge(name.rstrip("\n"))
            print(verdict, " ".join(message.split()), sep="\t", flush=True)
    elif words[:1] == ["time"] and len(words) > 1:
        print(timed(words[1], int(words[3]) if len(words) > 3 else 3))
    else:
        sys.exit(USAGE)


def judge(name):
    """Judges by the map of the message where pyx12 has one, otherwise the envelope alone."""
    with open(name, encoding="latin-1", newline="") as file:
        text = file.read()
    if text.startswith("ISA") and text[84:89] not in VERSIONS:
        return "unjudged", f"knows the versions {' and '.join(VERSIONS)}, not {text[84:89]}"
    try:
        wrong = envelope(text)
        if wrong:
            return "rejected", wrong
        wrong = whole(text)
    except pyx12.errors.EngineError as problem:
        if "Map not found" in str(problem):
            return "accepted", "envelope; no map for the message"
        return "rejected", str(problem)
    except FileNotFoundError as absent:
        missing = os.path.basename(absent.filename or "")
        return "accepted", f"envelope; its map {missing} is not in the package"
    except Exception as problem:  # It tells broken files by whatever Python raises.
        return "rejected", f"{type(problem).__name__}: {problem}"
    return ("rejected", wrong) if wrong else ("accepted", "whole, by its map")


def load_of_any_trade(load):
    """Wraps the loading of a map so that it comes without the lists of one trade."""

    def loaded(*args, **named):
        root = load(*args, **named)
        for node in below(root):
            if node.id in OF_HEALTH_CARE and node.is_element():
                node.valid_codes = []
                node._valid_codes_set = frozenset()
        return root

    return loaded


def below(node):
    inside = [one for same in getattr(node, "pos_map", {}).values() for one in same]
    for child in inside + (getattr(node, "children", None) or []):
        yield child
        yield from below(child)


def envelope(text):
    """Returns the first thing wrong with the numbers, counts and trailers, or None."""
    reader = pyx12.x12file.X12Reader(io.StringIO(text, newline=""))
    for _ in reader:
        pass
    reader.cleanup()
    for kind, code, message, value, line in reader.pop_errors():
        at = f" (segment {line})" if line else ""
        return f"{kind} {code}: {message}{at}"
    return None


def whole(text):
    """Returns the first thing wrong by the map of the message, or None."""
    report = io.StringIO()
    fine = pyx12.x12n_document.x12n_document(
        pyx12.params.params(), io.StringIO(text, newline=""), None, None, fd_json=report
    )
    if fine:
        return None
    found = first_error(json.loads(report.getvalue() or "{}"), "")
    return found or "refused without a word"


def first_error(node, place):
    """Walks the report of errors in the order of the file."""
    if isinstance(node, list):
        return next(filter(None, (first_error(one, place) for one in node)), None)
    if not isinstance(node, dict):
        return None
    if "seg_id" in node:
        place = f" (segment {node['cur_line']} {node['seg_id']})"
    for error in node.get("errors", []):
        value = f" `{error['err_val']}`" if error.get("err_val") else ""
        return f"{error['err_cde']}: {error['err_str']}{value}{place}"
    return next(filter(None, (first_error(one, place) for one in node.values())), None)


def timed(name, repeat):
    size = os.path.getsize(name)
    if size > LONGEST_TIMED:
        sys.exit(f"pyx12 is timed on files of up to {LONGEST_TIMED} bytes, {name} has {size}")
    runs = []
    for _ in range(1 + max(1, repeat)):
        start = time.perf_counter()
        read(name)
        runs.append(time.perf_counter() - start)
    seconds = statistics.median(runs[1:])
    told = {
        "peer": "pyx12",
        "what": "envelope, from the file",
        "bytes": size,
        "seconds": round(seconds, 6),
        "mb_per_s": round(size / 1e6 / seconds, 2),
        # Kilobytes on Linux.
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    return json.dumps(told, separators=(",", ":"))


def read(name):
    with open(name, encoding="latin-1", newline="") as file:
        reader = pyx12.x12file.X12Reader(file)
        for _ in reader:
            pass
        reader.cleanup()
    for kind, code, message, _, _ in reader.pop_errors():
        sys.exit(f"pyx12 rejects {name}: {kind} {code}: {message}")


if __name__ == "__main__":
    main(sys.argv[1:])
