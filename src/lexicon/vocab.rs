//! IRIs of the vocabularies that Tidings writes and reads. The meaning of the `td:` terms stands in
//! `ontology/tidings.ttl`.

/// Prefixes that queries know without declaring them, in the order in which output declares them.
pub const PREFIXES: [(&str, &str); 10] = [
    ("td", td::NAMESPACE),
    ("wd", WIKIDATA),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("schema", schema::NAMESPACE),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
];

/// Namespace of Wikidata's entities (`wd:Q7747`).
pub const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// Declares `NAME = namespace + local` constants.
macro_rules! terms {
    ($namespace:literal: $($name:ident = $local:literal),* $(,)?) => {
        /// The namespace.
        pub const NAMESPACE: &str = $namespace;
        $(
            #[doc = concat!("`", $namespace, $local, "`")]
            pub const $name: oxigraph::model::NamedNodeRef<'static> =
                oxigraph::model::NamedNodeRef::new_unchecked(concat!($namespace, $local));
        )*
    };
}

/// Tidings' own terms.
pub mod td {
    terms!("https://w3id.org/tidings/ontology#":
        ACTOR = "Actor", ENTITY_CLASS = "Entity", CLAIM = "Claim", EVIDENCE = "Evidence", LINK = "Link",
        CANDIDATE_CLASS = "Candidate", PREDICATE_CLASS = "Predicate", INFERENCE_RULE = "InferenceRule",
        SUBJECT = "subject", PREDICATE = "predicate", OBJECT = "object", SPEAKER = "speaker", TOPIC = "topic",
        PLACE = "place", TIME = "time", TIME_START = "timeStart", TIME_END = "timeEnd", POLARITY = "polarity",
        MODALITY = "modality", CONFIDENCE = "confidence", RULE = "rule", INFERRED_FROM = "inferredFrom",
        SENTENCE = "sentence", TRIGGER = "trigger", SUBJECT_TEXT = "subjectText", OBJECT_TEXT = "objectText",
        ENTITY = "entity", ARTICLE = "article", NAME = "name", FORM = "form", ENTITY_TYPE = "entityType",
        ITEM = "item", SCORE = "score", REASON = "reason", CANDIDATE = "candidate",
        PLOVER_EVENT = "ploverEvent", CAMEO_CODE = "cameoCode", WIKIDATA_PROPERTY = "wikidataProperty",
        FACTOR = "factor", APPLIES_TO = "appliesTo", PREFERRED_NAME = "preferredName", RECORD = "record",
        DECISION_CLASS = "Decision", DECISION = "decision", NUMBER = "number", KIND = "kind", AUTHOR = "author",
        DECIDED_AT = "decidedAt", ABOUT = "about", TARGET = "target",
    );
}

/// schema.org, for articles and the types of entities.
pub mod schema {
    terms!("https://schema.org/":
        NEWS_ARTICLE = "NewsArticle", HEADLINE = "headline", DATE_PUBLISHED = "datePublished", URL = "url",
        PUBLISHER = "publisher", IDENTIFIER = "identifier", MENTIONS = "mentions", ARTICLE_BODY = "articleBody",
    );
}

/// SKOS, for labels, notations and links to Wikidata.
pub mod skos {
    terms!("http://www.w3.org/2004/02/skos/core#":
        ALT_LABEL = "altLabel", PREF_LABEL = "prefLabel", NOTATION = "notation", DEFINITION = "definition",
        EXAMPLE = "example", SCOPE_NOTE = "scopeNote", EXACT_MATCH = "exactMatch",
    );
}

/// Web Annotation, for evidence.
pub mod oa {
    terms!("http://www.w3.org/ns/oa#":
        HAS_SOURCE = "hasSource", HAS_SELECTOR = "hasSelector", TEXT_QUOTE_SELECTOR = "TextQuoteSelector",
        TEXT_POSITION_SELECTOR = "TextPositionSelector", EXACT = "exact", PREFIX = "prefix", SUFFIX = "suffix",
        START = "start", END = "end",
    );
}

/// Provenance.
pub mod prov {
    terms!("http://www.w3.org/ns/prov#":
        WAS_DERIVED_FROM = "wasDerivedFrom",
    );
}

/// Classes and unions.
pub mod owl {
    terms!("http://www.w3.org/2002/07/owl#":
        SYMMETRIC_PROPERTY = "SymmetricProperty", UNION_OF = "unionOf",
    );
}
