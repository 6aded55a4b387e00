"""Words to word pieces and casing shapes.

The product re-implements these functions, so they are kept small and exact:

1. `char_map`: every character of the word that is a key of CHAR_MAP is replaced (once, no
   recursion). `labels.json` carries the same table.
2. Clean: characters of category Cc, Cf, Cn, Co, Cs and U+FFFD are dropped, white space as well.
3. Lower-case the whole word (Unicode, `str.lower`), NFD, drop category Mn.
4. Split: each punctuation character stands alone (ASCII 33-47, 58-64, 91-96, 123-126, or
   category P*), and so does each CJK ideograph.
5. Greedy longest match from the left in the vocabulary; pieces after the first carry `##`.
   A run of more than 100 characters, or one that cannot be matched to its end, is `[UNK]`.
   A word that gives nothing is `[UNK]`.
"""
import unicodedata

PAD, UNK, CLS, SEP, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"

CHAR_MAP = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'", "`": "'",
    "\u02bc": "'", "\u02bb": "'", "\u02bf": "'", "\u02be": "'", "\u2039": "'", "\u203a": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2026": "...", "\u2022": "*", "\u00b7": "*", "\u00d7": "x",
    "\u0259": "e", "\u018f": "E", "\u0131": "i", "\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L",
    "\u0111": "d", "\u0110": "D", "\u00f0": "d", "\u00d0": "D", "\u00fe": "th", "\u00de": "Th",
    "\u00df": "ss", "\u00e6": "ae", "\u00c6": "Ae", "\u0153": "oe", "\u0152": "Oe", "\u0127": "h", "\u0126": "H",
    "\ufb01": "fi", "\ufb02": "fl",
}

SHAPES = ["none", "lower", "title", "upper", "capital", "mixed", "digits", "digit-mixed", "punctuation", "other"]
(S_NONE, S_LOWER, S_TITLE, S_UPPER, S_CAPITAL, S_MIXED, S_DIGITS, S_DIGIT_MIXED, S_PUNCT, S_OTHER) = range(10)


def shape(word):
    """Casing shape of a word as written (before any mapping).

    Letters are `isalpha`, digits are ASCII 0-9. No letters: digits or punctuation. Letters and
    digits: digit-mixed. Else by counts of upper-case (U) and lower-case (L) characters:
    none of either: other; U = 0: lower; L = 0: capital if U = 1 else upper; U = 1 and the first
    letter is that one: title; the rest: mixed.
    """
    letters = [c for c in word if c.isalpha()]
    digits = any("0" <= c <= "9" for c in word)
    if not letters:
        return S_DIGITS if digits else S_PUNCT
    if digits:
        return S_DIGIT_MIXED
    up = sum(c.isupper() for c in letters)
    low = sum(c.islower() for c in letters)
    if up == 0 and low == 0:
        return S_OTHER
    if up == 0:
        return S_LOWER
    if low == 0:
        return S_CAPITAL if up == 1 else S_UPPER
    return S_TITLE if up == 1 and letters[0].isupper() else S_MIXED


def _is_punct(c):
    n = ord(c)
    if 33 <= n <= 47 or 58 <= n <= 64 or 91 <= n <= 96 or 123 <= n <= 126:
        return True
    return unicodedata.category(c).startswith("P")


def _is_cjk(c):
    n = ord(c)
    return (0x4E00 <= n <= 0x9FFF or 0x3400 <= n <= 0x4DBF or 0x20000 <= n <= 0x2FFFF or 0xF900 <= n <= 0xFAFF)


class WordPiece:
    """Uncased BERT word pieces over words that are already split."""

    def __init__(self, vocab_path):
        with open(vocab_path, encoding="utf-8") as f:
            self.tokens = [line.rstrip("\n") for line in f]
        self.ids = {t: i for i, t in enumerate(self.tokens)}
        self.pad, self.unk, self.cls, self.sep, self.mask = (self.ids[t] for t in (PAD, UNK, CLS, SEP, MASK))
        self._cache = {}

    def runs(self, word):
        """Normalised runs of a word, split at punctuation."""
        text = "".join(CHAR_MAP.get(c, c) for c in word)
        text = "".join(c for c in text if c != "\ufffd" and unicodedata.category(c)[0] != "C" and not c.isspace())
        text = unicodedata.normalize("NFD", text.lower())
        out, fresh = [], True
        for c in text:
            if unicodedata.category(c) == "Mn":
                continue
            if _is_punct(c) or _is_cjk(c):
                out.append(c)
                fresh = True
            elif fresh:
                out.append(c)
                fresh = False
            else:
                out[-1] += c
        return out

    def _greedy(self, run):
        if len(run) > 100:
            return [self.unk]
        start, out = 0, []
        while start < len(run):
            end = len(run)
            while end > start:
                piece = run[start:end] if start == 0 else "##" + run[start:end]
                if piece in self.ids:
                    break
                end -= 1
            if end == start:
                return [self.unk]
            out.append(self.ids[piece])
            start = end
        return out

    def word(self, word):
        """Piece ids of one word, never empty."""
        hit = self._cache.get(word)
        if hit is None:
            hit = [p for run in self.runs(word) for p in self._greedy(run)] or [self.unk]
            self._cache[word] = hit
        return hit
