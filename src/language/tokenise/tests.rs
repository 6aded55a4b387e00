//! Tests of `tokenise`.

use super::*;

/// Words separated by spaces; `+` before a word that is joined to the one before it.
fn words(text: &str) -> String {
    let rules = Rules::embedded().expect("lists are well formed");
    let mut out = String::new();
    let mut joined = false;
    for word in tokenise(&rules, text) {
        if !out.is_empty() {
            out.push_str(if joined { " +" } else { " " });
        }
        out.push_str(word.span.of(text));
        joined = word.joined_to_next;
    }
    out
}

#[test]
fn contractions_are_words_of_one_token() {
    assert_eq!(words("They don't, can't and won't."), "They do +n't , ca +n't and wo +n't .");
    assert_eq!(words("She’s said he’d’ve gone"), "She +’s said he +’d +’ve gone");
    assert_eq!(words("We cannot, I'm gonna"), "We can +not , I +'m gon +na");
    assert_eq!(words("The ministers' visit, Baku's answer"), "The ministers +' visit , Baku +'s answer");
    assert_eq!(words("at six o'clock in the '90s"), "at six o'clock in the '90s");
    assert_eq!(words("O'Brien and d'Estaing in Sana'a"), "O'Brien and d'Estaing in Sana'a");
    assert_eq!(words("He called them 'partners' twice"), "He called them ' partners ' twice");
}

#[test]
fn compounds_are_split_and_prefixes_kept() {
    assert_eq!(words("Russian-Azerbaijani talks"), "Russian - Azerbaijani talks");
    assert_eq!(words("a co-founder's pro-Western e-mail"), "a co-founder +'s pro-Western e-mail");
    assert_eq!(words("UN-brokered talks, an un-Norwegian habit"), "UN - brokered talks , an un-Norwegian habit");
    assert_eq!(words("NON-STATE FORCES LEAVE"), "NON-STATE FORCES LEAVE");
    assert_eq!(words("non-state-run media"), "non-state - run media");
    assert_eq!(words("the F-16 and COVID-19"), "the F - 16 and COVID - 19");
    assert_eq!(words("from 2010-2015 and/or 10–12"), "from 2010 - 2015 and / or 10 – 12");
    assert_eq!(words("call 555-0134"), "call 555-0134");
}

#[test]
fn numbers_units_dates() {
    assert_eq!(words("$5bn, 10%, 1,200.5km, US$3.5m"), "$ 5 bn , 10 % , 1,200.5 km , US$ 3.5 m");
    assert_eq!(words("on the 5th at 10:30am on 12/3/2021"), "on the 5th at 10:30 am on 12/3/2021");
    assert_eq!(words("in the 1990s, No. 10"), "in the 1990s , No. 10");
}

#[test]
fn abbreviations_keep_their_full_stop() {
    assert_eq!(
        words("Mr. Hall of Acme Inc. met Gen. J. R. Poe in the U.S."),
        "Mr. Hall of Acme Inc. met Gen. J. R. Poe in the U.S."
    );
    assert_eq!(words("at 5 p.m. The talks"), "at 5 p.m . The talks");
    assert_eq!(words("tea, coffee, etc."), "tea , coffee , etc .");
    assert_eq!(words("He said no. She left."), "He said no . She left .");
}

#[test]
fn punctuation() {
    assert_eq!(words("\"Why?!\" he said... (Yes.)"), "\" Why ?! \" he said ... ( Yes . )");
    assert_eq!(words("“Go,” she said—then left."), "“ Go , ” she said — then left .");
    assert_eq!(words("word--word well…yes [3]"), "word -- word well … yes [ 3 ]");
    assert_eq!(words("of quality.You get a Ph.D. here:-)."), "of quality . You get a Ph.D. here :-) .");
    assert_eq!(
        words("see https://example.org/a-b?x=1, or mail a.b@example.org."),
        "see https://example.org/a-b?x=1 , or mail a.b@example.org ."
    );
    assert_eq!(words("(<some...@example.org>)"), "( < some...@example.org > )");
    assert_eq!(words("@some_body wrote :-) at example.com."), "@some_body wrote :-) at example.com .");
}

#[test]
fn odd_input() {
    for text in [
        "",
        " ",
        "\u{0}",
        "'",
        "''''",
        "-",
        "---",
        ".",
        "...",
        "%",
        "$",
        "a\u{301}",
        "🇦🇲-🇦🇿",
        "’s",
        "n't",
        "'t",
        "(",
        "@",
        "@@",
        "www.",
        "/",
        "a/",
        "1/",
    ] {
        words(text);
    }
}
