//! Tests of `conllu`.

use super::*;

const SAMPLE: &str = "\
# newdoc id = sample
# sent_id = sample-1
# text = Envoys didn't meet José Núñez.
1\tEnvoys\tenvoy\tNOUN\t_\tNumber=Plur\t4\tnsubj\t_\tstart_char=0|end_char=6
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\t_\t_\t4\taux\t_\tstart_char=7|end_char=10
3\tn't\tnot\tPART\t_\tPolarity=Neg\t4\tadvmod\t_\tstart_char=10|end_char=13
4\tmeet\tmeet\tVERB\t_\tVerbForm=Inf\t0\troot\t_\tstart_char=14|end_char=18
5\tJosé\tJosé\tPROPN\t_\t_\t4\tobj\t_\tstart_char=19|end_char=23|NER=B-PER
6\tNúñez\tNúñez\tPROPN\t_\t_\t5\tflat\t_\tSpaceAfter=No|start_char=24|end_char=29|NER=I-PER
7\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\tstart_char=29|end_char=30

# newpar
# sent_id = sample-2
# text = Why?
1\tWhy\twhy\tADV\t_\t_\t0\troot\t_\tSpaceAfter=No|start_char=32|end_char=35
2\t?\t?\tPUNCT\t_\t_\t1\tpunct\t_\tstart_char=35|end_char=36

";

fn only(input: &str) -> ConlluDocument {
    let mut documents = read(input, Path::new("test.conllu")).expect("well-formed input");
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

#[test]
fn what_is_read_is_written_again() {
    let sample = only(SAMPLE);
    assert_eq!(sample.id, "sample");
    assert_eq!(sample.document.text, "Envoys didn't meet José Núñez.\n\nWhy? ");
    assert_eq!(sample.document.form(0, 2), "n't");
    assert!(sample.document.sentences[0].tokens[1].joined_to_next);
    assert_eq!(sample.document.sentences[0].names, [Name { tokens: 4..6, kind: NameType::Per }]);
    assert_eq!(write(&sample.id, &sample.document), SAMPLE);
}

#[test]
fn words_that_are_not_in_the_text_share_their_token() {
    let input = "1-2\twanna\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
                 1\twant\twant\tVERB\t_\t_\t0\troot\t_\t_\n\
                 2\tto\tto\tPART\t_\t_\t1\tdep\t_\t_\n\
                 3\t!\t!\tPUNCT\t_\t_\t1\tpunct\t_\t_\n";
    let document = only(input).document;
    assert_eq!(document.text, "wanna! ");
    assert_eq!([0, 1, 2].map(|token| document.form(0, token)), ["wann", "a", "!"]);
}

#[test]
fn bare_words_and_empty_nodes() {
    let input =
        "# text = A  b\n1\tA\t_\t_\t_\t_\t_\t_\t_\t_\n1.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n2\tb\t_\t_\t_\t_\t_\t_\t_\t_\n";
    let document = only(input).document;
    assert_eq!(document.text, "A  b ");
    assert_eq!(document.sentences[0].tokens[1].head, Some(0));
}

#[test]
fn errors_name_the_line() {
    for (input, expected) in [
        ("1\tA\tb\n", "test.conllu:1: a word needs 10 columns separated by tabs, here are 3"),
        ("\n2\tA\t_\t_\t_\t_\t_\t_\t_\t_\n", "test.conllu:2: word 2 should be number 1"),
        ("1\tA\t_\t_\t_\t_\t9\t_\t_\t_\n", "test.conllu:2: head 9 is no word of the sentence"),
        ("1\tA\t_\tNOPE\t_\t_\t0\t_\t_\t_\n", "test.conllu:1: NOPE is no universal part of speech"),
        (
            "1-5\tA\t_\t_\t_\t_\t_\t_\t_\t_\n1\tA\t_\t_\t_\t_\t0\t_\t_\t_\n",
            "test.conllu:3: a range ends with word 5, but there are 1",
        ),
    ] {
        let error = read(input, Path::new("test.conllu")).expect_err(input).to_string();
        assert_eq!(error, expected);
    }
}
