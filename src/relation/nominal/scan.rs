//! One sentence with its words in lower case, its mentions by word, and the questions that the rules ask of it.

use crate::document::{Deprel, Document, Name, NameType, Sentence, Span, Token, Upos};
use crate::lexicon::{EntityType, PlaceKind, RoleNouns, Status, Word};
use crate::mention::{MentionKind, Mentions};

/// A sentence ready for the rules.
pub(super) struct Scan<'a> {
    pub document: &'a Document,
    pub mentions: &'a Mentions,
    pub nouns: &'a RoleNouns,
    pub index: usize,
    pub sentence: &'a Sentence,
    pub words: Vec<Word>,
}

impl<'a> Scan<'a> {
    pub fn new(document: &'a Document, mentions: &'a Mentions, nouns: &'a RoleNouns, index: usize) -> Self {
        let sentence = &document.sentences[index];
        let words = sentence.tokens.iter().map(|t| word(t, &document.text, nouns)).collect();
        Scan { document, mentions, nouns, index, sentence, words }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn token(&self, at: usize) -> &'a Token {
        &self.sentence.tokens[at]
    }

    /// The word in lower case; empty past the end.
    pub fn form(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.form.as_str())
    }

    pub fn surface(&self, at: usize) -> &'a str {
        self.token(at).span.of(&self.document.text)
    }

    pub fn is(&self, at: usize, deprel: Deprel) -> bool {
        self.token(at).deprel == deprel
    }

    pub fn head(&self, at: usize) -> Option<usize> {
        self.token(at).head
    }

    /// The word of `from..to` whose head lies outside; of several the last, a noun before others.
    pub fn head_of(&self, from: usize, to: usize) -> usize {
        let outside = |&t: &usize| self.head(t).is_none_or(|h| h < from || h >= to) && !self.is(t, Deprel::Punct);
        let heads: Vec<usize> = (from..to).filter(outside).collect();
        let mut nouns = heads.iter().filter(|&&t| matches!(self.token(t).upos, Upos::Noun | Upos::Propn));
        nouns.next_back().or(heads.last()).copied().unwrap_or(to.saturating_sub(1))
    }

    pub fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.token(from).span.start, self.token(to.saturating_sub(1).max(from)).span.end)
    }

    /// The mention headed by this word.
    pub fn mention(&self, at: usize) -> Option<usize> {
        self.mentions.at(self.index, at)
    }

    /// Is the mention the second part of a compound with a prefix ("Western" in "pro-Western")?
    pub fn is_prefixed(&self, mention: usize) -> bool {
        let mention = &self.mentions.mentions[mention];
        let start = mention.tokens.start;
        let has_prefix = || {
            let prefix = start.checked_sub(2).filter(|_| self.form(start - 1) == "-");
            prefix.is_some_and(|i| self.mention(i).is_none_or(|m| !self.is_name(m)))
        };
        mention.sentence == self.index && (mention.span.start > self.token(start).span.start || has_prefix())
    }

    /// The name that holds this word.
    pub fn name_over(&self, at: usize) -> Option<&'a crate::document::Name> {
        self.sentence.names.iter().find(|n| n.tokens.contains(&at))
    }

    /// The mention of kind name that starts at this word, whatever its head.
    pub fn name_mention_from(&self, at: usize) -> Option<usize> {
        (at..self.len().min(at + 6))
            .find_map(|h| self.mention(h).filter(|&m| self.mentions.mentions[m].tokens.start == at && self.is_name(m)))
    }

    /// The mention whose last word is `at`.
    pub fn mention_to(&self, at: usize) -> Option<usize> {
        (at.saturating_sub(7)..=at)
            .rev()
            .find_map(|h| self.mention(h).filter(|&m| self.mentions.mentions[m].tokens.end == at + 1))
    }

    pub fn is_name(&self, mention: usize) -> bool {
        self.mentions.mentions[mention].kind == MentionKind::Name
    }

    /// The mention's own type, or its chain's where it has none.
    pub fn kind(&self, mention: usize) -> EntityType {
        let own = self.mentions.mentions[mention].entity_type;
        let chain = self.mentions.chain_of(mention).entity_type;
        if matches!(own, EntityType::Concept) { chain } else { own }
    }

    /// The type of the mention that this word heads.
    pub fn kind_at(&self, at: usize) -> Option<EntityType> {
        self.mention(at).map(|m| self.kind(m))
    }

    /// Somebody whom the article names, by whatever words.
    pub fn is_named_person(&self, mention: usize) -> bool {
        let chain = self.mentions.chain_of(mention);
        let person = self.kind(mention) == EntityType::Person || chain.entity_type == EntityType::Person;
        person && (chain.is_named || self.is_name(mention)) && !chain.is_plural
    }

    /// A person's name.
    pub fn is_person_name(&self, mention: usize) -> bool {
        self.is_name(mention) && self.kind(mention) == EntityType::Person
    }

    pub fn is_body(&self, mention: usize) -> bool {
        matches!(self.kind(mention), EntityType::Organization | EntityType::Country | EntityType::Group)
    }

    pub fn is_place(&self, mention: usize) -> bool {
        matches!(self.kind(mention), EntityType::Country | EntityType::Place)
    }

    /// What the word says of an office that it modifies ("former", "elected"); a verb that governs the office
    /// ("accused President X") says nothing of it.
    pub fn status(&self, at: usize) -> Option<&'a Status> {
        let modifies = matches!(self.token(at).deprel, Deprel::Amod | Deprel::Compound | Deprel::Advmod);
        self.nouns.status(self.form(at)).filter(|_| self.token(at).upos != Upos::Verb || modifies)
    }

    /// The preposition or possessive ending of a word, in lower case.
    pub fn case(&self, at: usize) -> Option<&str> {
        let own = self.sentence.dependent(at, Deprel::Case);
        own.or_else(|| self.preposition_before(at)).map(|c| self.form(c))
    }

    /// "of the House of Representatives": the preposition that stands before the phrase but hangs elsewhere.
    fn preposition_before(&self, at: usize) -> Option<usize> {
        if !self.is(at, Deprel::Nmod) {
            return None;
        }
        let modifier = |w: usize| self.head(w) == Some(at) || self.is(w, Deprel::Det);
        let before = (at.saturating_sub(4)..at).rev().find(|&w| !modifier(w))?;
        // It may hang on a modifier in between, too: "of Health and Social Affairs".
        let elsewhere = self.head(before).is_some_and(|h| h > before && h != at);
        (self.token(before).upos == Upos::Adp && elsewhere).then_some(before)
    }

    /// "X, whose father": the noun that the clause around "whose" describes.
    pub fn antecedent(&self, at: usize) -> Option<usize> {
        if self.form(at) != "whose" {
            return None;
        }
        let mut up = at;
        for _ in 0..5 {
            let head = self.head(up)?;
            // The parse may hang "X, whose father Y did it" on the father.
            if self.is(up, Deprel::AclRelcl) || self.is(up, Deprel::Appos) {
                return Some(head);
            }
            up = head;
        }
        None
    }

    /// Dependents with one of these relations, in text order.
    pub fn dependents<'s>(&'s self, at: usize, deprels: &'s [Deprel]) -> impl Iterator<Item = usize> + 's {
        self.sentence.dependents(at).filter(|&d| deprels.contains(&self.token(d).deprel))
    }

    /// Words joined to `at` by "and", itself first.
    pub fn conjuncts(&self, at: usize) -> Vec<usize> {
        let mut all = vec![at];
        all.extend(self.dependents(at, &[Deprel::Conj]));
        all
    }

    pub fn is_plural(&self, at: usize) -> bool {
        let exact = || self.form(at).ends_with('s') && self.nouns.is_office_form(self.form(at));
        self.token(at).feats.contains("Number=Plur") && !exact()
    }

    /// A noun or proper noun (titles are tagged as either).
    pub fn is_nominal(&self, at: usize) -> bool {
        matches!(self.token(at).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X)
    }

    /// Does the mention, if it stands in this sentence, hold a word or words of this kind?
    pub fn holds_place_word(&self, mention: usize, kind: PlaceKind) -> bool {
        let m = &self.mentions.mentions[mention];
        m.sentence == self.index && m.tokens.clone().any(|w| self.nouns.place_at(kind, &self.words, w).is_some())
    }

    /// Is the word inside the name of a person?
    pub fn in_person_name(&self, at: usize) -> bool {
        self.name_over(at).is_some_and(|n| n.kind == NameType::Per)
    }

    /// Does a name of several words start before `from` and run into the words `from..to`? A place's name whose last
    /// word is the office's first of several ("Durban District Attorney") is no such name.
    pub fn cuts_name(&self, from: usize, to: usize) -> bool {
        let place = |n: &Name| matches!(n.kind, NameType::Gpe | NameType::Loc) && n.tokens.end == from + 1;
        let cut = |n: &&Name| n.kind != NameType::Per && n.tokens.start < from && n.tokens.end > from;
        self.sentence.names.iter().filter(cut).any(|n| !(place(n) && to > from + 1))
    }

    /// Is the word inside the name of a body, work or event of several words? A name that is a party word and the
    /// office itself ("Democratic Speaker") is none.
    pub fn in_other_name(&self, from: usize, to: usize) -> bool {
        self.sentence.names.iter().any(|n| {
            let holds = n.tokens.len() > to - from && n.tokens.start <= from && n.tokens.end >= to;
            let party = n.tokens.end == to && self.nouns.party_at(&self.words, n.tokens.start).is_some();
            n.kind != NameType::Per && holds && !party
        })
    }
}

/// Both forms in lower case; a plural name loses its ending ("Presidents").
fn word(token: &Token, text: &str, nouns: &RoleNouns) -> Word {
    let form = token.span.of(text).to_lowercase();
    let mut lemma = token.lemma.to_lowercase();
    if token.upos == Upos::Propn && lemma == form && token.feats.contains("Number=Plur") {
        lemma = lemma.strip_suffix('s').unwrap_or(&lemma).to_owned();
    }
    let bare = |word: &str| without_status(word, nouns, |_| true).to_owned();
    Word { form: bare(&form), lemma: bare(&lemma) }
}

/// "premier" for "ex-premier" in one piece, where `drops` holds of the status before the hyphen.
pub(super) fn without_status<'w>(word: &'w str, nouns: &RoleNouns, drops: fn(&Status) -> bool) -> &'w str {
    let parts = word.split_once('-').filter(|(before, _)| nouns.status(&before.to_lowercase()).is_some_and(drops));
    parts.map_or(word, |(_, noun)| noun)
}
