"""Annotated articles written for this project (tests/press, training/articles): from a readable source to what the
scorer takes.

A source file has three parts with `===` between them:

    0 Title                             numbered sentences, a blank line between paragraphs
    1 First sentence ...
    ===
    az = Azerbaijan ; Country ; Baku ; Q227      key = name ; type ; further forms ; Wikidata id where certain
    ===
    1* az accused ar | Baku | Yerevan | blames | A; top=shelling

A claim is its sentence (`*`: core), subject key, predicate and object key, then the words of subject, object and
predicate ("" where implicit), then attributes: N negative; A alleged, P possible, L planned; sp=KEY speaker; t=TIME;
top=TOPIC; pl=PLACE. Words of an end that are no pronoun count as a form of its entity.

usage: press_corpus.py FOLDER [SOURCES]     writes FOLDER/articles, FOLDER/gold and FOLDER/sentences
"""
import json
import pathlib
import re
import sys

# Those that the rules may be developed on, by date; the others are for measuring.
READ = {"2021-10-08", "2021-11-30", "2022-09-01", "2023-10-19", "2023-11-14", "2024-02-09", "2024-07-16", "2025-01-17", "2025-03-18"}
HERE = pathlib.Path(__file__).resolve().parent / "press"
TYPES = set("Person Organization Country Place Group Event Work Position Concept".split())
MODALITIES = {"A": "alleged", "P": "possible", "L": "planned"}
TIME = r"\d{4}(-\d\d(-\d\d)?)?"
NO_FORM = re.compile(
    r"(i|me|my|mine|we|us|ours?|he|him|his|she|hers?|they|them|theirs?|its?|you|your|who|whom|whose|which|that|this|these|those"
    r"|here|there|where|\w+sel(f|ves)|(each|one an)?other|the (two|same|pair|sides|former|latter)|former|latter"
    r"|the two (countries|governments)|both( sides| countries)?|countries)?", re.I)


class Malformed(Exception):
    """What is wrong, with file and line."""


def sentences_of(part):
    """(sentences, title first; text with blank lines between paragraphs)."""
    sentences, paragraphs = [], [[]]
    for line in part.split("\n"):
        if not line.strip():
            paragraphs.append([])
            continue
        number, text = line.strip().split(" ", 1)
        if int(number) != len(sentences):
            raise Malformed(f"sentence {number} where {len(sentences)} is due")
        sentences.append(text)
        if len(sentences) > 1:
            paragraphs[-1].append(text)
    return sentences, "\n\n".join(" ".join(p) for p in paragraphs if p)


def entities_of(part):
    """Entities by key, in order."""
    entities = {}
    for line in part.strip().split("\n"):
        key, value = (x.strip() for x in line.split("=", 1))
        name, kind, *forms = (x.strip() for x in value.split(";") if x.strip())
        if key in entities or kind not in TYPES:
            raise Malformed(f"entity {key}: stands twice, or unknown type {kind}")
        ids = [f for f in forms if re.fullmatch(r"Q\d+", f)]
        entities[key] = {"name": name, "aliases": [f for f in forms if f not in ids], "type": kind,
                         "wikidata": ids[0] if ids else None}
    return entities


def claim_of(line, entities, sentences):
    """One claim in the scorer's form; forms of its ends are added to their entities."""
    head, *fields = (x.strip() for x in line.split("|"))
    words = (fields + [""] * 4)[:4]
    number, subject, predicate, obj = head.split()
    sentence = int(number.strip("*"))
    source = sentences[sentence]
    for text in words[:3]:
        if text not in source:
            raise Malformed(f"not in sentence {sentence}: {text!r}")
    claim = {"s": entities[subject]["name"], "p": predicate, "o": entities[obj]["name"], "sent": sentence,
             "polarity": "positive", "modality": "actual", "speaker": None, "topic": None, "time": None, "place": None,
             "core": number.endswith("*"), "st": words[0], "ot": words[1], "trigger": words[2]}
    for attribute in filter(None, (x.strip() for x in words[3].split(";"))):
        key, _, value = attribute.partition("=")
        if attribute == "N":
            claim["polarity"] = "negative"
        elif attribute in MODALITIES:
            claim["modality"] = MODALITIES[attribute]
        elif key == "sp":
            claim["speaker"] = entities[value]["name"]
        elif key in ("top", "pl") or key == "t" and re.fullmatch(f"{TIME}|({TIME})?/({TIME})?", value):
            claim[{"top": "topic", "pl": "place", "t": "time"}[key]] = value
        else:
            raise Malformed(f"attribute {attribute!r}")
    for key, form in ((subject, words[0]), (obj, words[1])):
        entity = entities[key]
        if not NO_FORM.fullmatch(form) and form not in (entity["name"], *entity["aliases"]):
            entity["aliases"].append(form)
    return claim


def read(path):
    """(article, gold, sentences) of a source file; Malformed where it has a mistake."""
    try:
        parts = path.read_text(encoding="utf-8").split("\n===\n")
        sentences, text = sentences_of(parts[0])
        entities, claims = entities_of(parts[1]), []
        for line in filter(str.strip, parts[2].split("\n")):
            try:
                claims.append(claim_of(line, entities, sentences))
            except (KeyError, ValueError, IndexError, Malformed) as e:
                raise Malformed(f"claim {line!r}: {e!r}") from e
    except (ValueError, IndexError, Malformed) as e:
        raise Malformed(f"{path.name}: {e}") from e
    used = {c[k] for c in claims for k in ("s", "o", "speaker")}
    common = {"id": path.stem, "title": sentences[0], "date": path.stem[:10], "url": "", "source": "own"}
    gold = {**common, "entities": [e for e in entities.values() if e["name"] in used], "claims": claims}
    return {**common, "text": text}, gold, sentences


def write(folder, sources=HERE):
    """Write all articles into `folder`, as the scorer takes them."""
    folder = pathlib.Path(folder)
    for part in ("articles", "gold", "sentences"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for path in sorted(sources.glob("*.txt")):
        article, gold, sentences = read(path)
        (folder / "articles" / f"{path.stem}.json").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
        (folder / "gold" / f"{path.stem}.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
        lines = "".join(f"{i}\t{s}\n" for i, s in enumerate(sentences))
        (folder / "sentences" / f"{path.stem}.sents.txt").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1], pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else HERE)
