"""The passages written to learn from (training/passages.jsonl) are well formed."""
import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
KNOWN = set(re.findall(r"^td:(\w+) a ", (ROOT / "ontology/tidings.ttl").read_text(encoding="utf-8"), re.M))


class Passages(unittest.TestCase):
    def setUp(self):
        with open(ROOT / "training/passages.jsonl", encoding="utf-8") as lines:
            self.passages = [json.loads(line) for line in lines]

    def test_words_stand_in_the_passage(self):
        for number, passage in enumerate(self.passages, 1):
            for claim in passage["claims"]:
                words = [claim["s"], claim["o"], claim["trigger"], claim.get("speaker", "")]
                self.assertEqual([], [w for w in words if w not in passage["text"]], number)
                self.assertNotEqual(claim["s"], claim["o"], number)

    def test_predicates_are_those_of_the_ontology(self):
        for number, passage in enumerate(self.passages, 1):
            self.assertLessEqual({passage["for"], *(c["p"] for c in passage["claims"])}, KNOWN, number)

    def test_a_near_miss_does_not_state_what_it_misses(self):
        for number, passage in enumerate(self.passages, 1):
            stated = passage["for"] in {c["p"] for c in passage["claims"]}
            self.assertFalse(passage.get("miss", False) and stated, number)

    def test_each_is_there_once(self):
        texts = [passage["text"] for passage in self.passages]
        self.assertEqual(len(texts), len(set(texts)))


if __name__ == "__main__":
    unittest.main()
