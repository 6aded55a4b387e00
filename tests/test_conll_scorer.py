"""Hand-made cases of the scorer: python3 -m unittest discover tests."""
import unittest

from conll_scorer import evaluate, name_f1, spans


def conllu(*sentences):
    """CoNLL-U of sentences written as `id form lemma upos head deprel` rows separated by `;`."""
    out = []
    for sentence in sentences:
        for row in sentence.split(";"):
            c = row.split()
            c += ["_"] * (6 - len(c))
            out.append("\t".join([c[0], c[1], c[2], c[3], "_", "_", c[4], c[5], "_", "_"]))
        out.append("")
    return "\n".join(out) + "\n"


GOLD = conllu("1 He he PRON 2 nsubj;2 met meet VERB 0 root;3 her she PRON 2 obj;4 . . PUNCT 2 punct",
              "1 Go go VERB 0 root;2 . . PUNCT 1 punct")


class Scorer(unittest.TestCase):
    def test_the_same(self):
        self.assertTrue(all(v.f1 == 100 for v in evaluate(GOLD, GOLD).values()))

    def test_subtypes_do_not_count(self):
        self.assertEqual(evaluate(GOLD, GOLD.replace("nsubj", "nsubj:pass"))["LAS"].f1, 100)

    def test_label_head_tag_lemma(self):
        system = conllu("1 He he PRON 3 nsubj;2 met met NOUN 0 root;3 her she PRON 2 iobj;4 . . PUNCT 2 punct",
                        "1 Go go VERB 0 root;2 . . PUNCT 1 punct")
        got = evaluate(GOLD, system)
        self.assertAlmostEqual(got["UAS"].f1, 100 * 5 / 6)
        self.assertAlmostEqual(got["LAS"].f1, 100 * 4 / 6)
        self.assertAlmostEqual(got["UPOS"].f1, 100 * 5 / 6)
        self.assertAlmostEqual(got["Lemmas"].f1, 100 * 5 / 6)

    def test_other_sentences_and_tokens(self):
        system = conllu("1 He he PRON 2 nsubj;2 met meet VERB 0 root;3 her. she PRON 2 obj;"
                        "4 Go go VERB 2 conj;5 . . PUNCT 2 punct")
        got = evaluate(GOLD, system)
        self.assertEqual(got["Sentences"].f1, 0)
        # He, met, Go and the last full stop, of 5 system and 6 gold tokens.
        self.assertAlmostEqual(got["Tokens"].f1, 200 * 4 / 11)
        # He and met hang as in gold; Go is no root, its full stop hangs on another word.
        self.assertAlmostEqual(got["LAS"].f1, 200 * 2 / 11)

    def test_multiword_tokens(self):
        gold = conllu("1-2 won't;1 wo will AUX 3 aux;2 n't not PART 3 advmod;3 go go VERB 0 root")
        one = conllu("1 won't will AUX 2 aux;2 go go VERB 0 root")
        got = evaluate(gold, one)
        self.assertEqual(got["Tokens"].f1, 100)
        self.assertAlmostEqual(got["Words"].f1, 200 * 1 / 5)
        self.assertEqual(evaluate(gold, gold)["LAS"].f1, 100)
        other = gold.replace("1\two\t", "1\twon\t")
        self.assertAlmostEqual(evaluate(gold, other)["Words"].f1, 200 * 2 / 6)

    def test_empty_nodes_and_comments_are_passed_over(self):
        system = "# text = x\n" + GOLD.replace("2\tmet", "1.1\tx\tx\tX\t_\t_\t_\t_\t_\t_\n2\tmet")
        self.assertEqual(evaluate(GOLD, system)["LAS"].f1, 100)

    def test_different_texts(self):
        with self.assertRaises(ValueError):
            evaluate(GOLD, GOLD.replace("met", "bet"))

    def test_names(self):
        self.assertEqual(spans(["B-PER", "I-PER", "B-PER", "O", "I-LOC"]), [(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")])
        gold = [["B-PER", "I-PER", "O"], ["B-LOC", "O", "B-MISC"]]
        system = [["B-PER", "O", "O"], ["B-GPE", "B-EVENT", "O"]]
        self.assertAlmostEqual(name_f1(gold, system).f1, 50)
        self.assertEqual(name_f1([[]], [[]]).f1, 100)


if __name__ == "__main__":
    unittest.main()
