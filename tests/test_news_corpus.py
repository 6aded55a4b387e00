"""The annotations of news articles are well formed, and give what the scorer takes."""
import hashlib
import json
import pathlib
import tempfile
import unittest

import news_corpus



class Annotations(unittest.TestCase):
    def setUp(self):
        load = lambda path: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self.articles, self.learn = load(news_corpus.HERE), load(news_corpus.LEARN)

    def test_claims_point_to_entities_and_words(self):
        for articles in (self.articles, self.learn):
            self.assertEqual(len({(a["article"], *a.get("part", ())) for a in articles}), len(articles))
        self.assertFalse({a["article"] for a in self.articles} & {a["article"] for a in self.learn})
        for article in [*self.articles, *self.learn]:
            count = len(article["entities"])
            for claim in article["claims"]:
                self.assertTrue(all(0 <= claim[k] < count for k in ("s", "o", "speaker") if k in claim), article["article"])
                self.assertEqual(len(claim["at"]), 3)
                self.assertTrue(all(x is None or 0 <= x[0] < x[1] for x in claim["at"]), article["article"])
                self.assertIn(claim.get("polarity", "positive"), {"positive", "negative"})
                self.assertIn(claim.get("modality", "actual"), {"actual", "alleged", "possible", "planned"})

    def test_a_fourth_is_held_out(self):
        held = sum(a["held"] for a in self.articles)
        self.assertEqual(held, len(self.articles) // 4)
        self.assertFalse(any(a["held"] for a in self.learn))

    def test_documents_of_a_treebank_are_put_together(self):
        lines = ["# newdoc id = one", "# newpar", "# text = Ann came.", "1\tAnn", "# text = She left.", "# newpar", "# text = He too.",
                 "# newdoc id = two", "# text = Late."]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "corpora" / "ud" / "ewt-train.conllu"
            path.parent.mkdir(parents=True)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            texts = dict(news_corpus.treebank_texts(folder))
        self.assertEqual(texts[news_corpus.key("one")]["text"], "Ann came. She left.\n\nHe too.")
        self.assertEqual(texts[news_corpus.key("two")]["text"], "Late.")

    def test_text_and_words_are_put_together(self):
        entry = {"article": hashlib.sha256(b"u").hexdigest()[:16], "held": True,
                 "entities": [{"type": "Person", "name": "Ann Roe", "aliases": [[6, 9]]},
                              {"type": "Place", "name": [18, 22], "aliases": []}],
                 "claims": [{"sent": 1, "core": True, "s": 0, "p": "visited", "o": 1, "at": [[6, 9], [18, 22], [10, 17]], "speaker": 0}]}
        source = {"url": "u", "title": "Trip", "date": "2020-01-01", "text": "Roe visited Oslo."}
        with tempfile.TemporaryDirectory() as folder:
            shared = pathlib.Path(folder)
            (shared / "news").mkdir()
            (shared / "news" / "a.jsonl").write_text(json.dumps(source) + "\n", encoding="utf-8")
            annotations = shared / "annotations.jsonl"
            annotations.write_text(json.dumps(entry) + "\n" + json.dumps({**entry, "article": "not at hand"}) + "\n", encoding="utf-8")
            [(article, gold, held)] = news_corpus.read(shared, annotations)
        claim = gold["claims"][0]
        self.assertEqual((claim["s"], claim["o"], claim["st"], claim["trigger"], claim["ot"]), ("Ann Roe", "Oslo", "Roe", "visited", "Oslo"))
        self.assertEqual((claim["speaker"], claim["modality"], article["text"], held), ("Ann Roe", "actual", source["text"], True))


if __name__ == "__main__":
    unittest.main()
