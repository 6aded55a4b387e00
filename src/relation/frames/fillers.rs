//! From the words in a slot to mentions: conjuncts spread, groups taken apart, owners and authors found, types checked.

use super::Try;
use crate::document::{Deprel, Token, Upos};
use crate::lexicon::word_list::{is_calling, is_light_verb, stands_for_nobody, takes_object_and_of};
use crate::lexicon::{EntityType, TypeSet};
use crate::mention::MentionKind;

/// How many steps lead from a quality to whose it is.
const MOST_OWNERS: usize = 3;

impl Try<'_> {
    /// Mentions for the words in a slot: conjuncts spread, groups taken apart, types checked.
    pub(super) fn fillers(&self, tokens: &[usize], types: TypeSet, slot: &str) -> Result<Vec<usize>, String> {
        let mut found = Vec::new();
        let mut wrong = String::new();
        for &token in tokens {
            // Of several phrases that fit ("in a shipyard in Bergen") the first is meant.
            if !found.is_empty() {
                break;
            }
            if let Some(one) = self.one_named(token, types) {
                found.push(one);
                continue;
            }
            for part in self.meant_by(token, types, slot) {
                let Some(mention) = self.mention(part) else {
                    if let Some(whole) = self.compound_with(part).filter(|_| slot == "O") {
                        found.push(whole);
                        continue;
                    }
                    wrong = format!("{slot} is `{}`, which names nothing", self.clause.form(part));
                    continue;
                };
                let mention = self.bearer_of(part, mention).unwrap_or(mention);
                for mention in self.members(mention) {
                    if slot == "O" && self.is_refused(mention) {
                        wrong = "O is one of the words in `not`".into();
                        continue;
                    }
                    let chain = |m: usize| self.mentions.mentions[m].chain;
                    match self.check(mention, types) {
                        Ok(()) if !found.iter().any(|&f| chain(f) == chain(mention)) => found.push(mention),
                        Ok(()) => {}
                        // "one of them, Ada Berg, resigned": the name stands beside the number.
                        Err(e) => match self.apposed(part, types).or_else(|| self.apposed(token, types)) {
                            Some(name) if !found.contains(&name) => found.push(name),
                            _ => wrong = format!("{slot} is {e}"),
                        },
                    }
                }
            }
        }
        if found.is_empty() { Err(wrong) } else { Ok(found) }
    }

    /// "his ally X", "the shipping line Y": the name beside a description that tells nothing of its type.
    fn apposed(&self, part: usize, types: TypeSet) -> Option<usize> {
        let sentence = self.clause.sentence;
        let names = sentence.dependents(part).filter(|&i| i > part && sentence.tokens[i].deprel == Deprel::Appos);
        let mut mentions = names.filter_map(|i| self.mention(i));
        mentions.find(|&m| self.mentions.mentions[m].kind == MentionKind::Name && self.check(m, types).is_ok())
    }

    /// "One of the protesters, the student Ada Berg, was held": Ada Berg.
    fn one_named(&self, token: usize, types: TypeSet) -> Option<usize> {
        let sentence = self.clause.sentence;
        let is_one = sentence.tokens[token].upos == Upos::Num && sentence.tokens[token].lemma == "one";
        let all = sentence.dependents(token).filter(|&i| is_one && sentence.tokens[i].deprel == Deprel::Nmod);
        let mut beside = all
            .chain([token])
            .flat_map(|noun| sentence.dependents(noun))
            .filter(|&i| is_one && i > token && sentence.tokens[i].deprel == Deprel::Appos);
        let is_somebody = |&m: &usize| {
            let chain = self.mentions.chain_of(m);
            chain.is_named && !chain.is_plural && self.check(m, types).is_ok()
        };
        beside.find_map(|i| self.mention(i).filter(is_somebody))
    }

    /// "A Norwegian, Ada Berg, was held", "one Democrat, Olaf Lund, voted": the name, where one inhabitant or member
    /// stands for the state or party.
    fn bearer_of(&self, part: usize, mention: usize) -> Option<usize> {
        let sentence = self.clause.sentence;
        let determines = |i: usize| matches!(sentence.tokens[i].deprel, Deprel::Det | Deprel::Nummod);
        let is_one = || sentence.dependents(part).any(determines);
        let this = &self.mentions.mentions[mention];
        let is_group = this.kind == MentionKind::Name
            && matches!(this.entity_type, EntityType::Organization | EntityType::Group)
            && this.tokens.len() == 1;
        let is_state = this.entity_type == EntityType::Country || is_group;
        self.apposed(part, TypeSet::of(&[EntityType::Person])).filter(|_| is_state && is_one())
    }

    /// "corruption charges", "the fraud trial": a noun that says of what kind, with the noun that the pattern names.
    fn compound_with(&self, part: usize) -> Option<usize> {
        let token = &self.clause.sentence.tokens[part];
        let head = token.head.filter(|_| token.deprel == Deprel::Compound && token.upos == Upos::Noun)?;
        self.mention(head).filter(|_| head != self.head)
    }

    /// The words for those meant by a phrase: conjuncts spread, the counted for their number; for the one who acts,
    /// who wrote the document or wields the arms.
    fn meant_by(&self, token: usize, types: TypeSet, slot: &str) -> Vec<usize> {
        let is_trigger = token == self.head;
        let token = self.called(token).or_else(|| self.predicated_of(token)).unwrap_or(token);
        let acts = slot == "S" || self.frame().reciprocal;
        let mut found = Vec::new();
        let beside = self.clause.companions(token).or_else(|| self.partner(token)).filter(|_| acts);
        let likewise =
            || self.clause.likewise(self.head).filter(|_| self.clause.surface_subject(self.head) == Some(token));
        let beside = beside.or_else(|| likewise().filter(|_| slot == "S")).map(|noun| self.clause.with_conjuncts(noun));
        // "Ada Berg, who opposed it, and Olaf Lund": only she, where the clause stands between the two.
        let tokens = &self.clause.sentence.tokens;
        let has_clause = token < self.head && self.clause.sentence.ancestors(self.head).any(|i| i == token);
        // "the minister's plan and the senator's proposal", where the plan triggers: the proposal is another's.
        let has_owner =
            |part: usize| self.clause.sentence.dependents(part).any(|d| tokens[d].deprel == Deprel::NmodPoss);
        // "pro-Western and anti-Russian": each prefix governs its own word.
        let is_prefixed = is_trigger && tokens[token].upos != Upos::Noun;
        let is_in = |&part: &usize| {
            (!has_clause || part < self.head) && (!is_trigger || part == token || !has_owner(part) && !is_prefixed)
        };
        let all = self.clause.with_conjuncts(token).into_iter().filter(is_in).chain(self.listed_after(token));
        let heads = all.chain(beside.into_iter().flatten()).flat_map(|part| {
            let counted = self.semantic_head(part);
            // "dozens of men and women": the second may hang on the first.
            if counted == part { vec![part] } else { self.clause.with_conjuncts(counted) }
        });
        for part in heads {
            let part = self.office_of(part, types);
            let owner = || self.author_of(part, types).or_else(|| self.wielder_of(part, types));
            // "let Turkish planes land": Turkey, where planes cannot be meant.
            let is_misfit = self.mention(part).is_some_and(|m| self.check(m, types).is_err());
            let owner = match acts {
                true => owner(),
                false if is_misfit || self.frame().of_state => self.wielder_of(part, types),
                false => None,
            };
            match owner {
                Some(owner) => found.extend(self.clause.with_conjuncts(owner)),
                None if slot != "S" && self.frame().of_owner => found.push(self.owner_of(part)),
                None => found.push(part),
            }
        }
        found
    }

    /// "denounced what he called the indifference of the rich", "what she described as a plot": the indifference, the plot.
    fn called(&self, what: usize) -> Option<usize> {
        if !self.clause.form(what).eq_ignore_ascii_case("what") {
            return None;
        }
        let (sentence, tokens) = (self.clause.sentence, &self.clause.sentence.tokens);
        let is_call = |&verb: &usize| verb > what && tokens[verb].upos == Upos::Verb && is_calling(&tokens[verb].lemma);
        let mut below = sentence.dependents(what).filter(|&d| tokens[d].deprel == Deprel::AclRelcl);
        let verb = below.find(is_call)?;
        let as_what = self.clause.prepositional(verb, &["as".to_owned()]).into_iter();
        let nouns = sentence.dependents(verb).filter(|&d| matches!(tokens[d].deprel, Deprel::Obj | Deprel::Xcomp));
        let mut nouns =
            nouns.chain(as_what).filter(|&d| d > verb && matches!(tokens[d].upos, Upos::Noun | Upos::Propn));
        nouns.find(|&d| self.mention(d).is_some())
    }

    /// "is running for the post of governor": governor, where an office is wanted.
    fn office_of(&self, part: usize, types: TypeSet) -> usize {
        let is_wanted = types.contains(EntityType::Position) && !types.contains(EntityType::Person);
        let is_post = || self.knowledge.nouns.is_post(&self.clause.sentence.tokens[part].lemma.to_lowercase());
        let named = || self.clause.prepositional(part, &["of".to_owned()]).into_iter().next();
        let office = if is_wanted && is_post() { named() } else { None };
        office.filter(|&i| self.mention(i).is_some_and(|m| self.check(m, types).is_ok())).unwrap_or(part)
    }

    /// "Ada Berg was an early supporter of the ban, and mayor": Ada Berg, for the noun that says what she is. Not the
    /// "it" of "it was the army that …".
    fn predicated_of(&self, token: usize) -> Option<usize> {
        let tokens = &self.clause.sentence.tokens;
        let is_bare = self.clause.preposition_of(token).is_none();
        let is_predicate = is_bare && tokens[token].upos == Upos::Noun && self.clause.has_copula(token);
        let subject = self.clause.copular_subject(token).filter(|&s| is_predicate && s != token)?;
        let is_somebody = |feats: &str| feats.split('|').any(|f| f == "PronType=Prs") && !feats.contains("Gender=Neut");
        let stands = tokens[subject].upos != Upos::Pron || is_somebody(&tokens[subject].feats);
        (stands && self.mention(subject).is_some()).then_some(subject)
    }

    /// "Lebanon joined Iraq in condemning": Iraq, for Lebanon as the subject of the trigger.
    fn partner(&self, token: usize) -> Option<usize> {
        self.clause.joined_in(self.head).filter(|_| self.clause.surface_subject(self.head) == Some(token))
    }

    /// "said that talks go on and warned Oslo": where the parse joins the second verb to what is said, and the subject
    /// there cannot do it, whoever says it does.
    pub(super) fn outer_subject(&self) -> Vec<usize> {
        let tokens = &self.clause.sentence.tokens;
        let mut dependents = self.clause.sentence.dependents(self.head);
        if dependents.any(|i| matches!(tokens[i].deprel, Deprel::Nsubj | Deprel::NsubjPass)) {
            return Vec::new();
        }
        let mut verb = self.head;
        while tokens[verb].deprel == Deprel::Conj
            && let Some(first) = tokens[verb].head
        {
            verb = first;
        }
        let says = tokens[verb].head.filter(|_| verb != self.head && tokens[verb].deprel == Deprel::Ccomp);
        let says = says.filter(|&v| tokens[v].upos == Upos::Verb && v < verb);
        says.map(|v| self.clause.logical_subject(v)).unwrap_or_default()
    }

    /// "Serbia, Hungary sign deal": in headlines a comma joins two names before their verb.
    fn listed_after(&self, token: usize) -> Option<usize> {
        let (clause, tokens) = (self.clause, &self.clause.sentence.tokens);
        let is_beside = |i: usize| {
            matches!(tokens[i].deprel, Deprel::Appos | Deprel::NmodUnmarked | Deprel::List | Deprel::Flat | Deprel::Dep)
        };
        let second = clause.sentence.dependents(token).find(|&i| i > token && is_beside(i))?;
        let (first_mention, mention) = (self.mention(token)?, self.mention(second)?);
        let is_name = |m: usize| self.mentions.mentions[m].kind == MentionKind::Name;
        let entity_type = |m: usize| self.mentions.chain_of(m).entity_type;
        let end = self.mentions.mentions[mention].tokens.end;
        let is_joined = self.mentions.mentions[first_mention].tokens.end + 1
            == self.mentions.mentions[mention].tokens.start
            && clause.form(token + 1) == ",";
        let goes_on = tokens.get(end).is_some_and(|t| matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Adv));
        let is_pair = is_name(first_mention) && is_name(mention) && entity_type(first_mention) == entity_type(mention);
        (is_joined && goes_on && is_pair && entity_type(mention) != EntityType::Place).then_some(second)
    }

    /// The mention at a word.
    pub(super) fn mention(&self, token: usize) -> Option<usize> {
        self.mentions.at(self.clause.index, token)
    }

    /// "a group of lawmakers", "thousands of protesters": the people, not the number.
    pub(super) fn semantic_head(&self, token: usize) -> usize {
        let nouns = self.knowledge.nouns;
        // "many of the deputies", but not "accused both of the fraud".
        let is_charged = |t: usize| {
            let tokens = &self.clause.sentence.tokens;
            tokens[t].head.is_some_and(|verb| takes_object_and_of(&tokens[verb].lemma.to_lowercase()))
        };
        let is_part = |t: usize| {
            let of = self.clause.prepositional(t, &["of".to_owned()]);
            let sentence = self.clause.sentence;
            let determines = |d: usize| matches!(sentence.tokens[d].deprel, Deprel::Det | Deprel::NmodPoss);
            let is_some =
                |&noun: &usize| sentence.tokens[noun].upos == Upos::Pron || sentence.dependents(noun).any(determines);
            of.first().is_some_and(is_some) && !is_charged(t)
        };
        let is_number = |t: usize| {
            let (lemma, form) = (&self.clause.sentence.tokens[t].lemma, self.clause.form(t));
            let known = |word: &str| {
                nouns.is_quantity(word) || nouns.is_number(word) || nouns.is_quantifier(word) && is_part(t)
            };
            let is_figure = || self.clause.sentence.tokens[t].upos == Upos::Num;
            known(&lemma.to_lowercase()) || known(&form.to_lowercase()) || is_figure()
        };
        let mut counted = token;
        // "tens of thousands of students": two steps, or both on the first word.
        for _ in 0..2 {
            if !is_number(counted) {
                break;
            }
            let parts = self.clause.prepositional(counted, &["of".to_owned()]);
            counted = parts.iter().copied().find(|&t| !is_number(t)).or(parts.first().copied()).unwrap_or(counted);
        }
        counted
    }

    /// "the quality of the minister's work", "the act of the regulator": whose it is, where it says so.
    fn owner_of(&self, token: usize) -> usize {
        let mut owner = token;
        for _ in 0..MOST_OWNERS {
            let lemma = self.clause.sentence.tokens[owner].lemma.to_lowercase();
            let next = self.clause.possessors(owner).into_iter().next();
            match next.filter(|_| self.knowledge.nouns.is_attribute(&lemma)) {
                Some(next) if self.mention(next).is_some() => owner = next,
                _ => break,
            }
        }
        owner
    }

    /// "signed a decree banning the march", "the minister's letter accuses": a document does what its author does.
    fn author_of(&self, token: usize, types: TypeSet) -> Option<usize> {
        let mention = self.mention(token)?;
        let entity_type = self.mentions.mentions[mention].entity_type;
        // "filed a lawsuit challenging", "held a rally demanding"
        let is_vehicle = || self.knowledge.nouns.is_vehicle(&self.clause.sentence.tokens[token].lemma.to_lowercase());
        if entity_type != EntityType::Work && !is_vehicle() || types.contains(entity_type) {
            return None;
        }
        let token_is = &self.clause.sentence.tokens[token];
        // "signed a decree …", "marched with banners …"
        let is_held = || self.clause.preposition_of(token).is_some_and(|p| self.clause.is_word(p, "with"));
        let governor = token_is.head.filter(|&verb| {
            let hangs = token_is.deprel == Deprel::Obj || token_is.deprel == Deprel::Obl && is_held();
            self.clause.sentence.tokens[verb].upos == Upos::Verb && hangs
        });
        let author = self.clause.possessors(token).into_iter().next();
        let maker = governor.and_then(|verb| self.clause.logical_subject(verb).into_iter().next());
        // "signed a government decree": who signs it, decrees.
        let is_made = governor.is_some_and(|verb| is_light_verb(&self.clause.sentence.tokens[verb].lemma));
        if is_made { maker.or(author) } else { author.or(maker) }
    }

    /// "US troops left", "French jets bombed", "the shelling by rebels killed", "a Kremlin spokesman denied": troops,
    /// arms, attacks, nameless envoys and spokespeople do what he does whose they are.
    fn wielder_of(&self, token: usize, types: TypeSet) -> Option<usize> {
        let tokens = &self.clause.sentence.tokens;
        // "Oslo's envoy Ada Berg": she acts herself.
        let is_person = |m: usize| self.mentions.chain_of(m).is_named && types.contains(EntityType::Person);
        if self.mention(token).is_some_and(is_person) {
            return None;
        }
        // "army jets", "police helicopters"; troops of the army are people who act themselves, but its spokesman is not.
        let is_delegate = self.knowledge.nouns.is_delegate(&tokens[token].lemma.to_lowercase());
        let is_thing = is_delegate || self.mention(token).is_none_or(|m| self.check(m, types).is_err());
        let is_body = |m: usize| {
            let entity_type = self.mentions.mentions[m].entity_type;
            is_thing && matches!(entity_type, EntityType::Organization | EntityType::Group)
        };
        let mut of = token;
        loop {
            if !self.knowledge.nouns.is_instrument(&tokens[of].lemma.to_lowercase()) {
                return None;
            }
            // Whose they are by name comes first, the body before them last: "Israeli army tanks" are Israel's.
            let is_last = |p: usize| {
                let m = self.mention(p).filter(|&m| self.check(m, types).is_ok())?;
                let by = || self.clause.preposition_of(p).is_some_and(|w| self.clause.is_word(w, "by"));
                let is_named = p < of && self.mentions.mentions[m].kind == MentionKind::Name;
                // "warplanes of Norway"
                let is_of = || is_thing && p > of && self.mentions.mentions[m].kind == MentionKind::Name;
                let is_first = is_named || tokens[p].deprel == Deprel::NmodPoss || by() || is_of();
                (is_first || p < of && is_body(m)).then_some(!is_first)
            };
            let owners = self.clause.possessors(of).into_iter().filter_map(|p| Some((is_last(p)?, p)));
            let owner = owners.min_by_key(|(is_last, _)| *is_last).map(|(_, p)| p);
            let owner = owner.or_else(|| self.user_of(of, types));
            let owner = owner.or_else(|| is_delegate.then(|| self.sent_by(of, types))?);
            // "Israeli helicopters and tanks"
            match (owner, tokens[of].deprel, tokens[of].head) {
                (Some(owner), ..) => return Some(owner),
                (None, Deprel::Conj, Some(first)) if first < of => of = first,
                _ => return None,
            }
        }
    }

    /// "a spokesman for the army", "the ambassador of Belarus": the army, Belarus.
    fn sent_by(&self, noun: usize, types: TypeSet) -> Option<usize> {
        let bodies = self.clause.prepositional(noun, &["for".to_owned(), "of".to_owned(), "from".to_owned()]);
        bodies.into_iter().find(|&i| self.mention(i).is_some_and(|m| self.check(m, types).is_ok()))
    }

    /// "drones launched by the rebels", "mines that the army laid": whoever the participle or relative clause says
    /// uses the arms.
    fn user_of(&self, arms: usize, types: TypeSet) -> Option<usize> {
        let tokens = &self.clause.sentence.tokens;
        let uses = self.clause.sentence.dependents(arms).filter(|&verb| {
            matches!(tokens[verb].deprel, Deprel::Acl | Deprel::AclRelcl)
                && verb > arms
                && self.knowledge.nouns.is_use_of_arms(&tokens[verb].lemma.to_lowercase())
        });
        let mut users = uses.flat_map(|verb| self.clause.logical_subject(verb)).filter(|&user| user != arms);
        let may_act = |&user: &usize| self.mention(user).is_some_and(|m| self.check(m, types).is_ok());
        users.find(may_act)
    }

    /// Is one of them an example of the other ("neighbouring states including Norway")?
    pub(super) fn is_part(&self, a: usize, b: usize) -> bool {
        let chain = |m: usize| self.mentions.mentions[m].chain;
        let holds = |whole: usize, part: usize| self.mentions.chain_of(whole).members.contains(&chain(part));
        holds(a, b) || holds(b, a)
    }

    /// The members of a plural mention ("the two leaders"), else the mention itself.
    fn members(&self, mention: usize) -> Vec<usize> {
        let chain = self.mentions.chain_of(mention);
        let place = &self.mentions.mentions[mention];
        let before = |m: usize| {
            let other = &self.mentions.mentions[m];
            (other.sentence, other.head) <= (place.sentence, place.head)
        };
        let members: Vec<usize> = chain
            .members
            .iter()
            .filter_map(|&c| {
                let all = &self.mentions.chains[c].mentions;
                let here = |&m: &usize| self.mentions.mentions[m].sentence == place.sentence;
                let nearest = all.iter().copied().rfind(|&m| before(m));
                nearest.filter(here).or(all.iter().copied().find(here)).or(nearest).or(all.first().copied())
            })
            .collect();
        if members.is_empty() { vec![mention] } else { members }
    }

    /// May the mention fill a slot of these types?
    pub(super) fn check(&self, mention: usize, types: TypeSet) -> Result<(), String> {
        let chain = self.mentions.chain_of(mention);
        let this = &self.mentions.mentions[mention];
        if !self.mentions.has_referent(mention) {
            return Err(format!("the pronoun `{}` without antecedent", this.span.of(&self.clause.document.text)));
        }
        if self.is_bare_number(mention) || self.is_nobody(mention) {
            return Err(format!("`{}`, which names nothing", this.span.of(&self.clause.document.text)));
        }
        let acts = || {
            let is_place = chain.entity_type == EntityType::Place && this.kind == MentionKind::Name;
            is_place && types.contains(EntityType::Country)
        };
        // "the embassy lodged a protest": a place that is a body too.
        let acts = || acts() || types.contains(EntityType::Organization) && self.is_institution(mention);
        // "M23 clashes with Wazalendo": a name of which nothing is known may be anybody's.
        let is_unknown = || {
            let actors = [EntityType::Person, EntityType::Organization, EntityType::Group];
            let is_open = types.is_spatial() || actors.into_iter().all(|t| types.contains(t));
            is_open && this.kind == MentionKind::Name && chain.entity_type == EntityType::Concept
        };
        // A range of concepts takes deeds and documents too: "guilty of eight murders".
        let types = if types.contains(EntityType::Concept) {
            types.union(TypeSet::of(&[EntityType::Event, EntityType::Work]))
        } else {
            types
        };
        // "was elected mayor", "as finance minister": an office, named by the noun for its holder.
        let is_office = || {
            let is_person = this.entity_type == EntityType::Person && this.kind == MentionKind::Nominal;
            is_person && types.contains(EntityType::Position) && !types.contains(EntityType::Person)
        };
        let fits = types.contains(this.entity_type) && this.kind != MentionKind::Pronoun
            || types.contains(chain.entity_type)
            || acts()
            || is_office()
            || types.contains(EntityType::Event) && self.is_gathering(mention)
            || is_unknown();
        if fits {
            return Ok(());
        }
        let text = this.span.of(&self.clause.document.text);
        Err(format!("`{text}` ({}), not {types:?}", chain.entity_type.as_str()))
    }

    /// A description headed by a noun for a place that is a body too ("the embassy", "the hospital").
    fn is_institution(&self, mention: usize) -> bool {
        let this = &self.mentions.mentions[mention];
        this.entity_type == EntityType::Place && self.knowledge.nouns.is_institution(&self.head_lemma(mention))
    }

    /// The name of a fair, a cup or a summit, which reads like that of a body.
    fn is_gathering(&self, mention: usize) -> bool {
        let this = &self.mentions.mentions[mention];
        this.entity_type == EntityType::Organization
            && this.kind == MentionKind::Name
            && self.knowledge.nouns.listed_type(&self.head_lemma(mention)) == Some(EntityType::Event)
    }

    /// The lemma of a mention's head, in lower case.
    fn head_lemma(&self, mention: usize) -> String {
        let this = &self.mentions.mentions[mention];
        self.clause.document.sentences[this.sentence].tokens[this.head].lemma.to_lowercase()
    }

    /// "the second", "all": an ordinal or quantifier alone, which says nothing of what it counts.
    fn is_bare_number(&self, mention: usize) -> bool {
        let this = &self.mentions.mentions[mention];
        let token = &self.clause.document.sentences[this.sentence].tokens[this.head];
        let is_ordinal = token.feats.split('|').any(|f| matches!(f, "NumType=Ord" | "PronType=Tot"));
        this.kind == MentionKind::Nominal
            && this.tokens.len() == 1
            && (is_ordinal || token.upos == Upos::Det)
            && !self.mentions.chain_of(mention).is_named
    }

    /// "nobody", "some of those", "others": words that stand for nobody in particular, and nothing else in the chain.
    fn is_nobody(&self, mention: usize) -> bool {
        let is_empty = |m: usize| {
            let this = &self.mentions.mentions[m];
            let sentence = &self.clause.document.sentences[this.sentence];
            let stands_for_nobody =
                |t: &Token| stands_for_nobody(&t.span.of(&self.clause.document.text).to_lowercase());
            this.kind != MentionKind::Name && sentence.tokens[this.tokens.clone()].iter().all(stands_for_nobody)
        };
        let chain = self.mentions.chain_of(mention);
        chain.members.is_empty()
            && is_empty(mention)
            && chain.mentions.iter().all(|&m| self.is_pronoun(m) || is_empty(m))
    }

    fn is_pronoun(&self, mention: usize) -> bool {
        self.mentions.mentions[mention].kind == MentionKind::Pronoun
    }

    /// Is it headed by one of the words in `not`? "Blue Lake, a coalition founded by X": not where it has a name.
    pub(super) fn is_refused(&self, mention: usize) -> bool {
        let chain = self.mentions.chain_of(mention);
        let this = &self.mentions.mentions[mention];
        // "the London School of Economics": no school of any kind.
        let is_own = this.kind == MentionKind::Nominal || this.kind == MentionKind::Name && this.tokens.len() > 1;
        let is_named_body = is_own && chain.is_named && chain.entity_type == EntityType::Organization;
        !is_named_body && self.is_headed_by(mention, &self.frame().not)
    }

    /// Is the mention headed by one of these words? "presidential election": with that word before it.
    pub(super) fn is_headed_by(&self, mention: usize, words: &[String]) -> bool {
        let mention = &self.mentions.mentions[mention];
        let is = |entry: &String| {
            let mut parts = entry.rsplit(' ');
            let is_head = parts.next().is_some_and(|head| self.clause.is_word(mention.head, head));
            let mut before = mention.tokens.start..mention.head;
            is_head && parts.all(|part| before.any(|t| self.clause.form(t).eq_ignore_ascii_case(part)))
        };
        mention.sentence == self.clause.index && words.iter().any(is)
    }
}
