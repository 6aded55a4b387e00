//! Things named by clauses and quantities: "of raping a tourist", "to hand over documents", "to ten years in prison". They take part in
//! claims as concepts, but corefer with nothing, so they join after coreference, each in a chain of its own.

use super::{Chain, Mention, MentionKind, Mentions};
use crate::document::{Deprel, Document, Sentence, Span, Upos};
use crate::lexicon::EntityType;

/// Words in a phrase at most.
const MAX_WORDS: usize = 12;

/// Add mentions for -ing clauses, infinitives and counted nouns that have none.
pub fn with_phrases(document: &Document, mentions: Mentions) -> Mentions {
    let mut all = mentions.mentions.clone();
    let mut chains = mentions.chains.clone();
    for (index, sentence) in document.sentences.iter().enumerate() {
        for head in 0..sentence.tokens.len() {
            if mentions.at(index, head).is_some()
                || !(is_gerund(document, sentence, head)
                    || is_infinitive(document, sentence, head)
                    || is_counted(sentence, head))
            {
                continue;
            }
            let start = deed_start(document, sentence, head);
            let (mention, chain) = phrase(document, (index, start, head), all.len(), chains.len());
            chains.push(chain);
            all.push(mention);
        }
    }
    Mentions { considered: mentions.considered, ..Mentions::new(all, chains) }
}

/// The mention at word `head` of sentence `index`; where there is none, the deed that the word tells becomes one, without
/// who does it ("bought the paper"). Nothing where there is no such word.
pub fn phrase_at(document: &Document, mentions: &mut Mentions, index: usize, head: usize) -> Option<usize> {
    let start = deed_start(document, document.sentences.get(index)?, head);
    starting_at(document, mentions, (index, start, head))
}

/// As [`phrase_at`], but the whole clause, from its subject on where that is no pronoun ("denied that *its troops had
/// fired*").
pub fn clause_at(document: &Document, mentions: &mut Mentions, index: usize, head: usize) -> Option<usize> {
    let sentence = document.sentences.get(index)?;
    let is_subject = |&i: &usize| matches!(sentence.tokens[i].deprel, Deprel::Nsubj | Deprel::NsubjPass);
    let is_personal = |i: usize| sentence.tokens[i].feats.split('|').any(|f| f == "PronType=Prs");
    let subject = sentence.dependents(head).filter(is_subject).find(|&i| i < head && !is_personal(i));
    let named = subject.and_then(|i| sentence.subtree(i).first().copied());
    let start = named.unwrap_or_else(|| deed_start(document, sentence, head));
    starting_at(document, mentions, (index, start, head))
}

fn starting_at(document: &Document, mentions: &mut Mentions, place: (usize, usize, usize)) -> Option<usize> {
    let (index, _, head) = place;
    if let Some(found) = mentions.at(index, head) {
        return Some(found);
    }
    document.sentences.get(index)?.tokens.get(head)?;
    let (mention, chain) = phrase(document, place, mentions.mentions.len(), mentions.chains.len());
    Some(mentions.add(mention, chain))
}

/// The phrase of word `head` of a sentence, from word `start` on, as mention number `mention` in chain number `chain`.
fn phrase(
    document: &Document,
    (index, start, head): (usize, usize, usize),
    mention: usize,
    chain: usize,
) -> (Mention, Chain) {
    let sentence = &document.sentences[index];
    let (start, end) = extent(document, sentence, start, head);
    let span = Span::new(sentence.tokens[start].span.start, sentence.tokens[end - 1].span.end);
    let of_phrase = Chain {
        mentions: vec![mention],
        name: span.of(&document.text).to_owned(),
        entity_type: EntityType::Concept,
        is_named: false,
        gender: None,
        is_plural: false,
        owner: None,
        members: Vec::new(),
    };
    let this = Mention {
        sentence: index,
        tokens: start..end,
        head,
        span,
        kind: MentionKind::Nominal,
        entity_type: EntityType::Concept,
        chain,
        rule: "phrase",
    };
    (this, of_phrase)
}

/// An -ing form behind a preposition ("of raping", "for refusing") or as object of a verb ("denied holding the activist").
fn is_gerund(document: &Document, sentence: &Sentence, head: usize) -> bool {
    let token = &sentence.tokens[head];
    let ends_in_ing = |i: usize| sentence.tokens[i].span.of(&document.text).ends_with("ing");
    // "of raping", "of having raped"
    let has_ing = |i: usize| gerund_auxiliary(document, sentence, i).is_some();
    let is_object = || {
        // "denied meddling in the vote", "denied having meddled"
        let parts = [Deprel::Obj, Deprel::Obl, Deprel::Ccomp];
        let says_what =
            has_ing(head) || sentence.dependents(head).any(|i| i > head && parts.contains(&sentence.tokens[i].deprel));
        let follows = token.head.is_some_and(|h| h < head && sentence.tokens[h].upos == Upos::Verb);
        // "proroguing Parliament is unlawful"
        let is_subject = matches!(token.deprel, Deprel::Csubj | Deprel::CsubjPass);
        says_what && (is_subject || matches!(token.deprel, Deprel::Xcomp | Deprel::Ccomp) && follows)
    };
    let is_ing = |i: usize| sentence.tokens[i].upos == Upos::Verb && (ends_in_ing(i) || has_ing(i));
    // "of beating a clerk and turning dogs on her sons", "of treason and plotting to seize power"
    let is_of = |h: usize| sentence.tokens[h].upos == Upos::Noun && sentence.dependent(h, Deprel::Case).is_some();
    let says_more = || {
        let parts = [Deprel::Obj, Deprel::Obl, Deprel::Xcomp, Deprel::Ccomp];
        sentence.dependents(head).any(|i| i > head && parts.contains(&sentence.tokens[i].deprel))
    };
    let goes_on = || {
        let first = token.head.filter(|_| token.deprel == Deprel::Conj);
        first.is_some_and(|h| is_ing(h) && is_gerund(document, sentence, h) || is_of(h) && says_more())
    };
    is_ing(head)
        && (is_object()
            || goes_on()
            || sentence.dependents(head).any(|i| {
                i < head
                    && matches!(sentence.tokens[i].deprel, Deprel::Mark | Deprel::Case)
                    && matches!(sentence.tokens[i].upos, Upos::Sconj | Upos::Adp)
            }))
}

/// The "having" or "being" of an -ing form ("having met them").
fn gerund_auxiliary(document: &Document, sentence: &Sentence, verb: usize) -> Option<usize> {
    let is_auxiliary = |&i: &usize| matches!(sentence.tokens[i].deprel, Deprel::Aux | Deprel::AuxPass);
    let is_ing = |&i: &usize| i < verb && sentence.tokens[i].span.of(&document.text).ends_with("ing");
    sentence.dependents(verb).filter(is_auxiliary).find(is_ing)
}

/// An infinitive with `to` and an object or the like, under a verb ("refused to hand over documents").
fn is_infinitive(document: &Document, sentence: &Sentence, head: usize) -> bool {
    let token = &sentence.tokens[head];
    let has = |relations: &[Deprel]| sentence.dependents(head).any(|i| relations.contains(&sentence.tokens[i].deprel));
    let has_to = sentence.dependents(head).any(|i| {
        let mark = &sentence.tokens[i];
        mark.deprel == Deprel::Mark && mark.span.of(&document.text).eq_ignore_ascii_case("to")
    });
    let governor = token.head.map(|h| sentence.tokens[h].upos);
    let governs = match token.deprel {
        Deprel::Acl => governor == Some(Upos::Noun),
        _ => matches!(governor, Some(Upos::Verb | Upos::Adj)),
    };
    token.upos == Upos::Verb
        && has_to
        && governs
        && matches!(token.deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Acl)
        && has(&[Deprel::Obj, Deprel::Obl, Deprel::Xcomp])
}

/// A counted noun that is neither time nor measure of something else ("ten years", "four life terms").
fn is_counted(sentence: &Sentence, head: usize) -> bool {
    sentence.tokens[head].upos == Upos::Noun
        && matches!(sentence.tokens[head].deprel, Deprel::Obl | Deprel::Obj | Deprel::Nmod | Deprel::Conj)
        && sentence.dependents(head).any(|i| sentence.tokens[i].deprel == Deprel::Nummod)
}

/// Where what a verb tells begins: at its "having", else at the verb; at the "not" before these, since a deed that is
/// denied is another one ("accused of *not paying* the crew").
fn deed_start(document: &Document, sentence: &Sentence, head: usize) -> usize {
    let start = gerund_auxiliary(document, sentence, head).unwrap_or(head);
    let is_denial = |&i: &usize| {
        let is_beside = (i..start).all(|j| matches!(sentence.tokens[j].upos, Upos::Part | Upos::Adv | Upos::Aux));
        i < start && is_beside && sentence.tokens[i].denies()
    };
    sentence.dependents(head).find(is_denial).unwrap_or(start)
}

/// First and one past the last word: the connected stretch of the subtree around the head, without what stands
/// before a clause's verb and without punctuation, relative and adverbial clauses behind it.
fn extent(document: &Document, sentence: &Sentence, mut start: usize, head: usize) -> (usize, usize) {
    let inside = sentence.subtree(head);
    let is_noun = sentence.tokens[head].upos == Upos::Noun;
    while is_noun
        && start > 0
        && inside.contains(&(start - 1))
        && !matches!(sentence.tokens[start - 1].upos, Upos::Adp | Upos::Det | Upos::Punct)
    {
        start -= 1;
    }
    // Clauses behind it are told apart; an infinitive says what it is for ("conspiring to seize power").
    let is_purpose = |i: usize| {
        let mut marks = sentence.dependents(i).filter(|&m| sentence.tokens[m].deprel == Deprel::Mark);
        sentence.tokens[i].deprel == Deprel::Advcl && marks.any(|m| sentence.tokens[m].upos == Upos::Part)
    };
    let is_clause = |&i: &usize| {
        i > head
            && matches!(sentence.tokens[i].deprel, Deprel::AclRelcl | Deprel::Advcl | Deprel::Parataxis)
            && !is_purpose(i)
    };
    let clauses = inside.iter().copied().filter(is_clause);
    let cut = clauses.filter_map(|i| sentence.subtree(i).first().copied()).filter(|&i| i > head).min();
    let mut end = head + 1;
    while end < sentence.tokens.len() && inside.contains(&end) && end - start < MAX_WORDS {
        let token = &sentence.tokens[end];
        // "three years for incitement": the penalty, not what it is for.
        let is_reason = is_noun && token.deprel == Deprel::Case && token.span.of(&document.text) == "for";
        // "beating a clerk and turning dogs on her sons": two deeds.
        let is_another = token.deprel == Deprel::Conj && token.upos == Upos::Verb && token.head == Some(head);
        // "Nagorno-Karabakh", "a no-deal exit"
        let before = sentence.tokens[end - 1].span.end;
        let is_hyphen = token.span.of(&document.text) == "-" && token.span.start == before;
        if is_reason || is_another || token.upos == Upos::Punct && !is_hyphen || cut == Some(end) {
            break;
        }
        end += 1;
    }
    while end > head + 1
        && matches!(
            sentence.tokens[end - 1].upos,
            Upos::Adp | Upos::Det | Upos::Cconj | Upos::Sconj | Upos::Pron | Upos::Part
        )
    {
        end -= 1;
    }
    (start, end)
}
