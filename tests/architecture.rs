//! The house: a folder under `src/` imports only folders above it in the order in which data flows.

use std::fs;
use std::path::{Path, PathBuf};

/// Each folder may use those before it; `pipeline`, `check` and `command` see all.
const ORDER: [&str; 12] = [
    "corpus", "document", "language", "lexicon", "mention", "relation", "resolve", "claim", "store", "revise",
    "review", "view",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn folders_import_only_what_comes_before_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (place, folder) in ORDER.iter().enumerate() {
        let mut found = Vec::new();
        files(&src.join(folder), &mut found);
        for path in found {
            let text = fs::read_to_string(&path).unwrap();
            // Tests inside a file may look further.
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
                for later in &ORDER[place + 1..] {
                    // The language layer reads word lists, and entities carry what the gazetteer found.
                    let allowed = matches!((*folder, *later), ("language" | "corpus", "lexicon"));
                    if line.contains(&format!("crate::{later}::")) && !allowed {
                        wrong.push(format!("{}: {}", path.display(), line.trim()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the flow:\n{}", wrong.join("\n"));
}

#[test]
fn printing_and_anyhow_live_in_commands() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for folder in ORDER {
        let mut found = Vec::new();
        files(&src.join(folder), &mut found);
        for path in found {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            if code.contains("println!") || code.contains("anyhow::") {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "printing or anyhow outside src/command: {wrong:?}");
}
