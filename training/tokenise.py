"""A small word splitter by the conventions of English Universal Dependencies.

Used to read running text in training (relations); the product has its own. It splits one
sentence into words with character offsets.
"""
import re

ABBREVIATIONS = {"mr.", "mrs.", "ms.", "dr.", "prof.", "gen.", "col.", "lt.", "sgt.", "capt.", "rep.", "sen.", "gov.", "sr.",
                 "jr.", "st.", "inc.", "ltd.", "co.", "corp.", "no.", "vs.", "etc.", "jan.", "feb.", "mar.", "apr.", "jun.",
                 "jul.", "aug.", "sept.", "sep.", "oct.", "nov.", "dec.", "a.m.", "p.m.", "e.g.", "i.e."}
OPEN = "([{<\"'\u201c\u2018\u00ab$\u20ac\u00a3#~*"
CLOSE = ")]}>\"'\u201d\u2019\u00bb,;:!?%\u2026"
CLITIC = re.compile(r"(?i)(?:n['\u2019]t|['\u2019](?:s|re|ve|ll|d|m))$")
WHOLE = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "gimme": 3, "lemme": 3}
INNER = re.compile(r"(?<=[^\W_])(?:--+|[-\u2010\u2011\u2013\u2014/])(?=[^\W_])|[\u2013\u2014]|--+|(?<=[^\W_.])\.\.+")


def _core(text, start, out):
    """Split the inside of a chunk without outer punctuation."""
    pos = 0
    for m in INNER.finditer(text):
        if m.start() > pos:
            _word(text[pos:m.start()], start + pos, out)
        out.append((start + m.start(), start + m.end()))
        pos = m.end()
    if pos < len(text):
        _word(text[pos:], start + pos, out)


def _word(text, start, out):
    if text.lower() in WHOLE:
        k = WHOLE[text.lower()]
        out += [(start, start + k), (start + k, start + len(text))]
        return
    m = CLITIC.search(text)
    if m and m.start() > 0:
        _word(text[:m.start()], start, out)
        out.append((start + m.start(), start + len(text)))
        return
    m = re.fullmatch(r"(\d[\d.,]*)([A-Za-z\u00b0]{1,3})", text)
    if m and m.group(2).lower() not in ("st", "nd", "rd", "th", "s"):
        out += [(start, start + m.end(1)), (start + m.end(1), start + len(text))]
        return
    out.append((start, start + len(text)))


def tokenise(text):
    """Character spans of the words of a sentence."""
    out = []
    for m in re.finditer(r"\S+", text):
        a, b = m.span()
        tail = []
        while a < b and text[a] in OPEN and not (b - a > 1 and CLITIC.fullmatch(text[a:b])):
            out.append((a, a + 1))
            a += 1
        while b > a:
            c = text[b - 1]
            if c == ".":
                word = text[a:b]
                if word.endswith(".."):
                    k = len(word) - len(word.rstrip("."))
                    tail.append((b - k, b))
                    b -= k
                    continue
                if word.lower() in ABBREVIATIONS or re.fullmatch(r"(?:[^\W\d_]\.)+", word):
                    break
            elif c not in CLOSE or CLITIC.search(text[a:b]) and c not in ",;:!?":
                break
            tail.append((b - 1, b))
            b -= 1
        if b > a:
            _core(text[a:b], a, out)
        out += reversed(tail)
    return out


def sentences(text):
    """Rough sentence spans of a short passage."""
    out, start = [], 0
    for m in re.finditer(r"[.!?]+[\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]?[A-Z0-9])", text):
        last = text[start:m.end()].split()[-1].lower()
        if last in ABBREVIATIONS and not last.endswith("m.") or re.fullmatch(r"(?:[a-z]\.)+", last):
            continue
        out.append((start, m.end()))
        start = m.end()
    if start < len(text):
        out.append((start, len(text)))
    return out


if __name__ == "__main__":
    import sys
    for line in sys.stdin:
        print(" ".join(line[a:b] for a, b in tokenise(line)))
