"""The annotated articles of tests/press and training/articles are well-formed: python3 -m unittest discover tests."""
import pathlib
import re
import tempfile
import unittest

import press_corpus

FILES = sorted([*press_corpus.HERE.glob("*.txt"), *(press_corpus.HERE.parent.parent / "training/articles").glob("*.txt")])
ONTOLOGY = pathlib.Path(__file__).resolve().parent.parent / "ontology/tidings.ttl"


class Press(unittest.TestCase):
    def test_predicates_are_those_of_the_ontology(self):
        known = set(re.findall(r"^td:(\w+) a ", ONTOLOGY.read_text(encoding="utf-8"), re.M))
        for path in FILES:
            _, gold, _ = press_corpus.read(path)
            self.assertLessEqual({c["p"] for c in gold["claims"]}, known, path.name)

    def test_every_form_stands_in_its_article(self):
        for path in FILES:
            article, gold, _ = press_corpus.read(path)
            text = article["title"] + "\n" + article["text"]
            for entity in gold["entities"]:
                self.assertEqual([], [f for f in entity["aliases"] if f not in text], path.name)

    def test_claims_are_told_apart(self):
        for path in FILES:
            _, gold, _ = press_corpus.read(path)
            keys = [(c["s"], c["p"], c["o"], c["polarity"], c["modality"], c["topic"], c["speaker"]) for c in gold["claims"]]
            self.assertEqual(len(keys), len(set(keys)), path.name)
            self.assertFalse([k for k in keys if k[0] == k[2]], path.name)

    def test_mistakes_are_named_with_their_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "2024-01-01-x.txt"
            for claim in ("1 a met c | Ann | Bob | met", "1 a met b | Eve | Bob | met", "1 a met b | Ann | Bob | met | X", "7 a met b"):
                path.write_text(f"0 Talks\n1 Ann met Bob.\n===\na = Ann ; Person\nb = Bob ; Person\n===\n{claim}\n")
                with self.assertRaisesRegex(press_corpus.Malformed, "2024-01-01-x.txt.*claim", msg=claim):
                    press_corpus.read(path)


if __name__ == "__main__":
    unittest.main()
