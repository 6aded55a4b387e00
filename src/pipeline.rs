//! The whole program on one screen: article -> document -> mentions -> extractions -> entities -> claims.

use std::cell::OnceCell;
use std::path::Path;

use crate::claim::confidence::{self, Least};
use crate::claim::{ArticleClaims, Claim, Record, Resolved, Rules};
use crate::corpus::Article;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::language::Reader;
use crate::lexicon::frames::Frames;
use crate::lexicon::{Calendar, Calibration, Cues, Demonyms, Gazetteer, Ontology, RoleNouns};
use crate::mention::{self, Mentions};
use crate::relation::frames::{Attempt, FrameExtractor};
use crate::relation::learned::RelationHead;
use crate::relation::time::Times;
use crate::relation::{self, Attributions, Extraction, frames, nominal};
use crate::resolve::decisions::Replay;
use crate::resolve::{Entity, link_article};

/// Everything read from one article, layer by layer.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The article as it came.
    pub article: Article,
    /// Its sentences, words and names.
    pub document: Document,
    /// Who and what is mentioned; a mention that an analyst split off has a chain of its own.
    pub mentions: Mentions,
    /// The entities; `entities[i]` belongs to chain `i` of the mentions, further ones to states that act through
    /// a capital and to offices.
    pub entities: Vec<Entity>,
    /// The claims, in text order, inferred ones last.
    pub claims: Vec<Claim>,
    /// From what the claims can be built again.
    pub record: Record,
}

impl Reading {
    /// What the writers of JSON lines and RDF take.
    pub fn article_claims(&self) -> ArticleClaims<'_> {
        ArticleClaims { article: &self.article, entities: &self.entities, claims: &self.claims }
    }
}

/// The program: model, word lists, frames and ontology, loaded once and shared by all threads.
pub struct Tidings {
    reader: Reader,
    knowledge: mention::Knowledge,
    ontology: Ontology,
    cues: Cues,
    roles: RoleNouns,
    calendar: Calendar,
    frames: FrameExtractor,
    /// Where it is not just the built-in one.
    gazetteer: Option<Gazetteer>,
    /// The names of its files.
    gazetteer_names: Vec<String>,
    head: RelationHead,
    with_head_claims: bool,
    least: Least,
    with_open_claims: bool,
    replay: Replay,
}

impl Tidings {
    /// The program with everything that is built in. Takes some tenths of a second.
    ///
    /// # Errors
    /// [`Error::Data`] or [`Error::Model`] where a built-in file is wrong.
    pub fn embedded() -> Result<Self> {
        Self::with_data(None)
    }

    /// The program with the frames and cues of an analyst's data folder (`frames/*.toml`, `cues/*.toml`) where it
    /// has them.
    ///
    /// # Errors
    /// The first mistake in a data file, with its file and line.
    pub fn with_data(folder: Option<&Path>) -> Result<Self> {
        let ontology = Ontology::embedded()?;
        let (frames, errors) = load_frames(folder, &ontology)?;
        if let Some(error) = errors.into_iter().next() {
            return Err(error);
        }
        let cues = match folder.map(|f| f.join("cues")).filter(|f| f.is_dir()) {
            Some(_) => Cues::from_folder(folder.unwrap_or(Path::new(".")))?,
            None => Cues::built_in()?,
        };
        Ok(Tidings {
            reader: Reader::embedded()?,
            knowledge: mention::Knowledge::embedded()?,
            frames: FrameExtractor::new(frames, &ontology),
            gazetteer: None,
            gazetteer_names: Vec::new(),
            head: RelationHead::embedded(&ontology)?,
            with_head_claims: true,
            least: Calibration::embedded().into(),
            with_open_claims: false,
            replay: Replay::default(),
            ontology,
            cues,
            roles: RoleNouns::built_in()?,
            calendar: Calendar::built_in()?,
        })
    }

    /// The same program with these gazetteer files or tables on top of the built-in gazetteer, in this order.
    ///
    /// # Errors
    /// As [`Gazetteer::with_files`].
    pub fn with_gazetteers<P: AsRef<Path>>(mut self, files: &[P]) -> Result<Self> {
        self.gazetteer_names = file_names(files);
        self.gazetteer = if files.is_empty() { None } else { Some(Gazetteer::with_files(files)?) };
        Ok(self)
    }

    /// The same program without the claims that only the relation head proposes: what frames and rules say.
    pub fn with_rules_only(mut self, rules_only: bool) -> Self {
        self.with_head_claims = !rules_only;
        self
    }

    /// The same program that also makes open claims (`open/VERB`) where no frame knows the verb.
    pub fn with_open_claims(mut self, open: bool) -> Self {
        self.with_open_claims = open;
        self
    }

    /// The same program that applies an analyst's decisions to what it reads.
    pub fn with_decisions(mut self, replay: Replay) -> Self {
        self.replay = replay;
        self
    }

    /// The same program with another threshold: claims whose confidence is below `minimum` (0 to 1) are left out.
    /// Without this call it is that of [`Calibration`]; 0 gives every claim.
    pub fn with_min_confidence(mut self, minimum: f32) -> Self {
        self.least = Least::of_all(minimum);
        self
    }

    /// The ontology.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The gazetteer that names are linked by.
    pub fn gazetteer(&self) -> &Gazetteer {
        self.gazetteer.as_ref().unwrap_or_else(|| Gazetteer::embedded())
    }

    /// The frames with their tests.
    pub fn frames(&self) -> &FrameExtractor {
        &self.frames
    }

    /// The nouns of offices, kinship, parties and places.
    pub fn roles(&self) -> &RoleNouns {
        &self.roles
    }

    /// Cue lists.
    pub fn cues(&self) -> &Cues {
        &self.cues
    }

    /// Word lists of mentions.
    pub fn knowledge(&self) -> &mention::Knowledge {
        &self.knowledge
    }

    /// The language reader.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Read an article; claims below the threshold are left out.
    ///
    /// # Errors
    /// [`Error::Model`] when the model cannot be run.
    pub fn read(&self, article: Article) -> Result<Reading> {
        let mut reading = self.read_recording(article, None)?;
        reading.claims = confidence::at_least(reading.claims, self.least);
        reading.record.least = self.least;
        Ok(reading)
    }

    /// Read an article, keep every claim whatever its confidence, and record every try of every frame.
    ///
    /// # Errors
    /// [`Error::Model`] when the model cannot be run.
    pub fn read_recording(&self, article: Article, attempts: Option<&mut Vec<Attempt>>) -> Result<Reading> {
        let document = self.reader.read(&article.full_text(), article.title_end())?;
        let mut mentions = mention::phrases::with_phrases(&document, self.mentions(&document));
        let extractions = self.extract(&document, &mut mentions, &article, attempts)?;
        let object_name = |e: &Extraction| nominal::object_name(&document, &mentions, &self.roles, e);
        let object_names: Vec<_> = extractions.iter().map(object_name).collect();
        let names: Vec<_> = object_names.iter().flatten().cloned().collect();
        let (gazetteer, demonyms) = (self.gazetteer(), Demonyms::embedded());
        let mut links = link_article(&document, &mentions, &names, gazetteer, demonyms, &self.roles);
        links.gazetteers.clone_from(&self.gazetteer_names);
        let record = Record::new(&document, &mentions, extractions, object_names, links);
        let resolved = record.resolve(&article, &document, mentions, self.rules(), &self.replay);
        let Resolved { mentions, entities, claims } = resolved;
        Ok(Reading { article, document, mentions, entities, claims, record })
    }

    /// The rules that claims are built by.
    pub fn rules(&self) -> Rules<'_> {
        Rules { ontology: &self.ontology, roles: &self.roles }
    }

    /// Mentions and chains; "I" and "we" in quotations join whoever utters them.
    fn mentions(&self, document: &Document) -> Mentions {
        let mut mentions = mention::read(document, &self.knowledge);
        let attributions = Attributions::build(document, &mentions, &self.cues);
        let speaker_of = |sentence, word| attributions.speaker_of(sentence, word).map(|source| source.mention);
        let spoken_for = relation::attribution::bodies_spoken_for(document, &mentions, &self.cues);
        // Few articles have somebody else than a spokesperson say "we".
        let led = OnceCell::new();
        let body_of = |mentions: &Mentions, speaker: usize| {
            let led = || led.get_or_init(|| nominal::bodies_led(document, mentions, &self.roles)).get(&speaker);
            spoken_for.get(&speaker).or_else(led).copied()
        };
        mention::coreference::link_first_person(&mut mentions, document, &self.knowledge, &speaker_of, &body_of);
        mentions
    }

    fn extract(
        &self,
        document: &Document,
        mentions: &mut Mentions,
        article: &Article,
        attempts: Option<&mut Vec<Attempt>>,
    ) -> Result<Vec<Extraction>> {
        let attributions = Attributions::build(document, mentions, &self.cues);
        let of_nouns = nominal::extract(document, mentions, &self.roles);
        let chain = |mentions: &Mentions, m: usize| mentions.mentions[m].chain;
        let knowledge = frames::Knowledge {
            cues: &self.cues,
            nouns: &self.knowledge.nouns,
            attributions: &attributions,
            own: &of_nouns.iter().map(|c| (chain(mentions, c.subject), chain(mentions, c.object))).collect(),
            roles: &self.roles,
            held: &nominal::HeldOffices::build(document, mentions, &self.roles, &of_nouns),
        };
        // Before frames make mentions of deeds ("agreed to sell arms"), which the head has not learnt to judge.
        let proposals = self.head.propose(document, mentions)?;
        let mut found = self.frames.extract(document, mentions, knowledge, attempts);
        let mentions = &*mentions;
        let is_past = |c: &&Extraction| nominal::is_past(document, mentions, &self.roles, c);
        let told: Vec<&Extraction> = found.iter().chain(&of_nouns).filter(|c| !is_past(c)).collect();
        let implied = self.frames.extract_implied(document, mentions, knowledge, &told);
        found.extend(implied);
        // What frames and noun phrases leave open, the relation head is asked about.
        let mut known = relation::Known::new();
        for c in found.iter().chain(&of_nouns) {
            let pair = (c.sentence, chain(mentions, c.subject), chain(mentions, c.object));
            known.entry(pair).or_default().push(c.predicate.clone());
        }
        if self.with_head_claims {
            found.extend(self.head.extract(&proposals, document, mentions, &self.cues, &known));
        }
        if self.with_open_claims {
            found.extend(relation::open::extract(document, mentions, &self.cues, &known));
        }
        relation::attribute(&attributions, mentions, &self.cues, &mut found);
        let times = Times::build(document, article.published.as_deref(), &self.calendar, &self.cues);
        for claim in &mut found {
            let time = times.event_time(document, claim.sentence, claim.head, &self.cues);
            claim.time = time.map(|(iso, _)| iso);
        }
        relation::headline::complete(document, mentions, &mut found);
        found.extend(nominal::assert_claims(document, mentions, &attributions, &self.cues, of_nouns));
        for claim in &mut found {
            claim.object_words = nominal::office_span(document, mentions, &self.roles, claim);
        }
        relation::judgement::judge(document, mentions, &proposals, Calibration::embedded(), &mut found);
        Ok(found)
    }
}

/// The names of files without their folders, as records keep them.
pub fn file_names<P: AsRef<Path>>(files: &[P]) -> Vec<String> {
    files.iter().filter_map(|file| Some(file.as_ref().file_name()?.to_string_lossy().into_owned())).collect()
}

/// The frames of `folder/frames`, else those built in, and the mistakes found in them.
///
/// # Errors
/// [`Error::Io`] where the folder cannot be read.
pub fn load_frames(folder: Option<&Path>, ontology: &Ontology) -> Result<(Frames, Vec<Error>)> {
    let is_predicate = |id: &str| ontology.predicate(id).is_some();
    match folder.map(|f| f.join("frames")).filter(|f| f.is_dir()) {
        Some(folder) => Frames::from_folder(&folder, &is_predicate),
        None => Ok(Frames::embedded(&is_predicate)),
    }
}
