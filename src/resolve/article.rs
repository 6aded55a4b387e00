//! Linking the names of one article, and the entities that follow. In: mentions and the gazetteer; out: [`Links`], all
//! that the gazetteer tells, which can be kept, and from them the entities, for which no gazetteer is needed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Candidate, Choice, Context, Entity, Subject, key, link};
use crate::document::{Deprel, Document};
use crate::lexicon::{Demonyms, EntityType, Gazetteer, RoleNouns, State};
use crate::mention::{Chain, Mention, MentionKind, Mentions};

/// What the gazetteer tells of the names of one article.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Links {
    /// One a chain; `None` for things that are described, not named.
    pub chains: Vec<Option<Choice>>,
    /// Of full names that no chain stands for, such as the party of "a Democrat".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NamedChoice>,
    /// Wikidata id of a head of state or government among the candidates -> that of the state.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub leads: BTreeMap<String, String>,
    /// Names of the files that stood on top of the built-in gazetteer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gazetteers: Vec<String>,
}

/// What the gazetteer tells of a full name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedChoice {
    /// The name.
    pub name: String,
    /// Its type.
    pub entity_type: EntityType,
    /// The choice.
    pub choice: Choice,
}

impl Links {
    /// All Wikidata ids that came into question.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        let choices = self.chains.iter().flatten().chain(self.names.iter().map(|n| &n.choice));
        choices.flat_map(|c| c.candidates.iter().map(|c| c.wikidata.as_str()).chain(c.wikidata.as_deref()))
    }
}

/// Link the chains of an article, and the full names that no chain stands for. What is linked in a first pass is
/// context for everything after it, so that "Johnson" beside London is not the one beside Texas.
pub fn link_article(
    document: &Document,
    mentions: &Mentions,
    names: &[(String, EntityType)],
    gazetteer: &Gazetteer,
    demonyms: &Demonyms,
    roles: &RoleNouns,
) -> Links {
    let mut context = Context::of(&document.text, demonyms);
    let forms: Vec<Forms> = mentions.chains.iter().map(|chain| Forms::of(chain, mentions, document)).collect();
    for (chain, forms) in mentions.chains.iter().zip(&forms) {
        if let Some(wikidata) = link(&forms.subject(chain, demonyms), &context, gazetteer, demonyms).wikidata
            && let Some(hit) = gazetteer.by_qid(&wikidata)
            && hit.entity_type != EntityType::Country
        {
            context.add_linked(gazetteer.country(&hit), &wikidata);
        }
    }
    let choose = |chain: &Chain, forms: &Forms| {
        if !chain.is_named {
            return None;
        }
        let choice = state_choice(chain, demonyms);
        Some(choice.unwrap_or_else(|| link(&forms.subject(chain, demonyms), &context, gazetteer, demonyms)))
    };
    let chains = mentions.chains.iter().zip(&forms).map(|(chain, forms)| choose(chain, forms)).collect();
    let mut named: Vec<NamedChoice> = Vec::new();
    for (name, entity_type) in names {
        let is_known = |n: &NamedChoice| n.name == *name && n.entity_type == *entity_type;
        let forms = Forms { names: vec![name.clone()], all: vec![name.clone()] };
        if !named.iter().any(is_known)
            && let Some(choice) = choose(&named_chain(name, *entity_type), &forms)
        {
            named.push(NamedChoice { name: name.clone(), entity_type: *entity_type, choice });
        }
    }
    let mut links = Links { chains, names: named, leads: BTreeMap::new(), gazetteers: Vec::new() };
    let lead = |item: &str| Some((item.to_owned(), state_led_by(item, gazetteer, roles)?));
    links.leads = links.items().filter_map(lead).collect();
    links
}

/// The Wikidata id of the state that a well-known head of state or government leads, by the gazetteer's description
/// ("President, Azerbaijan").
pub fn state_led_by(item: &str, gazetteer: &Gazetteer, roles: &RoleNouns) -> Option<String> {
    let entry = gazetteer.entry(&gazetteer.by_qid(item)?);
    let office = entry.description.split([',', '(']).next().unwrap_or_default().trim();
    let office = office.split(" of ").next().unwrap_or_default();
    if !roles.heads_a_state(office) {
        return None;
    }
    // The description names the state that is led; the entry's country may be where its bearer comes from.
    let demonyms = Demonyms::embedded();
    let named = entry.description.split(',').nth(1).and_then(|rest| rest.split('(').next());
    let named = named.and_then(|name| demonyms.named(name.trim()));
    named.or_else(|| demonyms.by_iso(&entry.country))?.qid.clone()
}

/// The entities of the chains, in their order. `article` is the article's hash; `labels` has a fuller name for each chain
/// that goes by one ([`label`]).
pub fn entities(
    document: &Document,
    mentions: &Mentions,
    labels: &[Option<&str>],
    article: &str,
    links: &Links,
    demonyms: &Demonyms,
) -> Vec<Entity> {
    let mut keys = key::Keys::new(article.to_owned());
    let chains = mentions.chains.iter().enumerate();
    let entity = |(index, chain): (usize, &Chain)| {
        let choice = links.chains.get(index).and_then(Option::as_ref);
        let mut entity = entity(chain, Forms::of(chain, mentions, document).all, choice, &mut keys, demonyms);
        if let Some(label) = labels.get(index).copied().flatten() {
            label.clone_into(&mut entity.name);
        }
        entity
    };
    chains.map(entity).collect()
}

/// What a chain is called where its words alone are not enough: "Ada Berg's lawyer" for "her lawyer", "hospital in Riga"
/// for "hospital". It takes the words and the parse of the article, which a record does not keep.
pub fn label(chain: &Chain, mentions: &Mentions, document: &Document) -> Option<String> {
    possessed_name(chain, mentions, document).or_else(|| located_name(chain, mentions, document))
}

/// The description from which a chain has its name, with its index.
fn naming_description<'a>(chain: &Chain, mentions: &'a Mentions, document: &Document) -> Option<(usize, &'a Mention)> {
    let mut all = chain.mentions.iter().map(|&m| (m, &mentions.mentions[m]));
    all.find(|(_, m)| m.kind == MentionKind::Nominal && m.span.of(&document.text) == chain.name)
}

/// "hospital in Riga" for a chain that goes by "hospital", where the words behind the first of its fullest descriptions
/// tell the place: there are many hospitals.
fn located_name(chain: &Chain, mentions: &Mentions, document: &Document) -> Option<String> {
    let may_be_many = matches!(chain.entity_type, EntityType::Place | EntityType::Organization | EntityType::Group);
    let (_, described) = naming_description(chain, mentions, document)?;
    let sentence = document.sentences.get(described.sentence)?;
    let preposition = sentence.tokens.get(described.tokens.end)?;
    let place = preposition.head.filter(|_| preposition.span.of(&document.text) == "in")?;
    let is_its_own =
        sentence.tokens[place].deprel == Deprel::Nmod && sentence.tokens[place].head == Some(described.head);
    let named = mentions.at(described.sentence, place).map(|m| &mentions.mentions[m])?;
    let is_place =
        matches!(named.entity_type, EntityType::Place | EntityType::Country) && named.kind == MentionKind::Name;
    let whole = document.text.get(described.span.start..named.span.end)?;
    let holds = may_be_many && !chain.is_named && is_its_own && is_place;
    holds.then(|| whole.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// "Ada Berg's lawyer" for a chain that goes by "her lawyer" or "whose lawyer", where the text tells who "her" is.
fn possessed_name(chain: &Chain, mentions: &Mentions, document: &Document) -> Option<String> {
    let (index, named) = naming_description(chain, mentions, document)?;
    let owner = mentions.at(named.sentence, named.tokens.start).filter(|&o| o != index && !chain.is_named)?;
    let is_pronoun = mentions.mentions[owner].kind == MentionKind::Pronoun;
    let whole = mentions.chain_of(owner);
    let rest = document.text.get(mentions.mentions[owner].span.end..named.span.end)?.trim_start();
    let is_told = whole.mentions.iter().any(|&m| mentions.mentions[m].kind != MentionKind::Pronoun);
    // "his book" may be the owner's own name.
    let is_other = mentions.mentions[owner].chain != named.chain && !rest.is_empty();
    let ending = if whole.name.ends_with('s') { "'" } else { "'s" };
    (is_pronoun && is_told && is_other).then(|| format!("{}{ending} {rest}", whole.name))
}

/// The entity of a full name that no chain stands for.
pub fn entity_of_name(
    name: &str,
    entity_type: EntityType,
    article: &str,
    links: &Links,
    demonyms: &Demonyms,
) -> Entity {
    let known = links.names.iter().find(|n| n.name == name && n.entity_type == entity_type);
    let mut keys = key::Keys::new(article.to_owned());
    let chain = named_chain(name, entity_type);
    entity(&chain, vec![name.to_owned()], known.map(|n| &n.choice), &mut keys, demonyms)
}

fn named_chain(name: &str, entity_type: EntityType) -> Chain {
    Chain {
        mentions: Vec::new(),
        name: name.to_owned(),
        entity_type,
        is_named: true,
        gender: None,
        is_plural: false,
        owner: None,
        members: Vec::new(),
    }
}

fn entity(
    chain: &Chain,
    mut forms: Vec<String>,
    choice: Option<&Choice>,
    keys: &mut key::Keys,
    demonyms: &Demonyms,
) -> Entity {
    let name_key = keys.nil(chain, demonyms);
    let mut name = chain.name.clone();
    if let Some(state) = state_of(chain, demonyms).filter(|s| chain.is_named && s.qid.is_some()) {
        name.clone_from(&state.name);
        forms.push(state.name.clone());
    }
    let is_linked = choice.is_some_and(|c| c.wikidata.is_some());
    if let Some(owned) = key::owned_name(chain, demonyms).filter(|_| !is_linked) {
        name = owned;
    }
    forms.sort();
    forms.dedup();
    let choice = choice.cloned().unwrap_or_else(|| Choice::nil("described, not named", Vec::new()));
    Entity {
        key: choice.wikidata.clone().unwrap_or_else(|| name_key.clone()),
        name_key,
        name,
        given_name: None,
        entity_type: chain.entity_type,
        forms,
        wikidata: choice.wikidata,
        score: choice.score,
        candidates: choice.candidates,
        reason: choice.reason,
        decisions: Vec::new(),
    }
}

/// The choice for a chain that stands for a state by an adjective, its inhabitants or its capital.
fn state_choice(chain: &Chain, demonyms: &Demonyms) -> Option<Choice> {
    let state = state_of(chain, demonyms)?;
    let wikidata = state.qid.clone()?;
    let candidates = vec![Candidate { wikidata: wikidata.clone(), label: state.name.clone(), score: 0.95 }];
    let reason = format!("`{}` is said of {}", chain.name, state.name);
    Some(Choice { wikidata: Some(wikidata), score: 0.95, candidates, reason })
}

/// The state that a chain stands for by an adjective or by its inhabitants ("Russian"), not where these are meant as
/// people ("the Russians"); and by its capital where that acts as a state.
fn state_of<'a>(chain: &Chain, demonyms: &'a Demonyms) -> Option<&'a State> {
    match chain.entity_type {
        EntityType::Country if demonyms.named(&chain.name).is_none() => {
            demonyms.country_of(&chain.name).or_else(|| demonyms.capital_of(&chain.name))
        }
        EntityType::Organization | EntityType::Place => demonyms.country_of(&chain.name),
        _ => None,
    }
}

/// The words by which an article names one thing.
struct Forms {
    /// Names, the fullest first.
    names: Vec<String>,
    /// All forms but pronouns.
    all: Vec<String>,
}

impl Forms {
    fn of(chain: &Chain, mentions: &Mentions, document: &Document) -> Forms {
        let mut forms = Forms { names: vec![chain.name.clone()], all: vec![chain.name.clone()] };
        for mention in chain.mentions.iter().filter_map(|&i| mentions.mentions.get(i)) {
            let text = document.text.get(mention.span.start..mention.span.end).unwrap_or_default();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if mention.kind == MentionKind::Name && !forms.names.contains(&text) {
                forms.names.push(text.clone());
            }
            if mention.kind != MentionKind::Pronoun {
                forms.all.push(text);
            }
        }
        if let Some(others) = forms.names.get_mut(1..) {
            others.sort_by(|a, b| b.split(' ').count().cmp(&a.split(' ').count()).then_with(|| a.cmp(b)));
        }
        forms
    }

    fn subject<'a>(&'a self, chain: &Chain, demonyms: &'a Demonyms) -> Subject<'a> {
        let forms = if chain.is_named { self.names.iter().map(String::as_str).collect() } else { Vec::new() };
        let owner = chain.owner.and_then(|name| demonyms.named(name));
        Subject { forms, entity_type: Some(chain.entity_type), owner }
    }
}
