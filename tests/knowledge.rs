//! The tests inside the data files, run by the whole program.

use tidings::pipeline::Tidings;

#[test]
fn frames_give_what_their_tests_say() {
    let tidings = Tidings::embedded().unwrap();
    let failures = tidings::check::frames(&tidings, None).unwrap();
    let lines: Vec<String> =
        failures.iter().map(|f| format!("{}:{}: {}: {}\n  {}", f.file, f.line, f.rule, f.message, f.text)).collect();
    assert!(lines.is_empty(), "{} frame tests failed:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn every_frame_has_tests_that_give_and_a_near_miss() {
    let tidings = Tidings::embedded().unwrap();
    for frame in tidings.frames().frames() {
        let gives = frame.tests.iter().filter(|t| !t.gives.is_empty()).count();
        let near = frame.tests.iter().filter(|t| t.gives.is_empty()).count();
        assert!(gives >= 1 && near >= 1, "{}:{}: {} has too few tests", frame.file, frame.line, frame.id);
    }
    assert!(tidings.frames().frames().len() >= 40);
}
