//! The network against the graphs of the model files as another runtime computes them.

use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use tidings_network::{Network, Pieces, Sizes, VECTOR_WIDTH};

const FILE: &[u8] = include_bytes!("../../data/model/model.onnx");
const RELATIONS: &[u8] = include_bytes!("../../data/model/relation-layers.onnx");

/// Two sentences of word pieces, the second of which has words of several pieces.
fn sentences() -> [Pieces; 2] {
    [
        Pieces {
            ids: vec![101, 1996, 2343, 2097, 3942, 2900, 2006, 6928, 1010, 2010, 2436, 2056, 1012, 102],
            shapes: vec![0, 2, 1, 1, 1, 2, 1, 2, 8, 1, 1, 1, 8, 0],
            first: (1..13).collect(),
        },
        Pieces {
            ids: vec![101, 2002, 23564, 13668, 5313, 2860, 3084, 2047, 3825, 2050, 102],
            shapes: vec![0, 2, 2, 0, 0, 0, 1, 2, 2, 0, 0],
            first: vec![1, 2, 6, 7, 8],
        },
    ]
}

fn models() -> [rten::Model; 2] {
    [FILE, RELATIONS].map(|file| rten::Model::load_static_slice(file).expect("an ONNX file"))
}

fn column(numbers: &[i32]) -> rten::Value {
    NdTensor::from_data([1, numbers.len()], numbers.to_vec()).into()
}

fn ones(count: usize) -> rten::Value {
    column(&vec![1; count])
}

/// The outputs of the graphs for one sentence.
fn by_graph([model, relations]: &[rten::Model; 2], pieces: &Pieces) -> [rten::Value; 7] {
    let inputs = [
        ("input_ids", column(&pieces.ids)),
        ("attention_mask", ones(pieces.ids.len())),
        ("shape_ids", column(&pieces.shapes)),
        ("word_index", column(&pieces.first)),
        ("word_mask", ones(pieces.first.len())),
    ];
    let [upos, feats, lemma, names, arcs, trunk, deprels] =
        run(model, inputs, ["upos", "feats", "lemma", "ner", "arc", "trunk", "rel"]);
    let inputs = [("rows", trunk), ("attention_mask", ones(pieces.ids.len())), ("word_index", column(&pieces.first))];
    let [vectors] = run(relations, inputs, ["vectors"]);
    [upos, feats, lemma, names, arcs, vectors, deprels]
}

fn run<const N: usize, const M: usize>(
    model: &rten::Model,
    inputs: [(&str, rten::Value); N],
    outputs: [&str; M],
) -> [rten::Value; M] {
    let node = |name: &str| model.node_id(name).expect("a node of the graph");
    let inputs = inputs.into_iter().map(|(name, value)| (node(name), value.into())).collect();
    model.run_n(inputs, outputs.map(node), None).expect("the graph runs")
}

fn table<T: Clone>(value: rten::Value) -> NdTensor<T, 3>
where
    NdTensor<T, 3>: TryFrom<rten::Value, Error: std::fmt::Debug>,
{
    let mut tensor = NdTensor::try_from(value).expect("the type of the output");
    tensor.make_contiguous();
    tensor
}

#[test]
fn it_computes_what_the_graph_says() {
    let models = models();
    let sentences = sentences();
    let outputs = sentences.each_ref().map(|pieces| by_graph(&models, pieces));
    let width = |index: usize| table::<f32>(outputs[0][index].clone()).shape()[2];
    let sizes = Sizes { upos: width(0), feats: width(1), lemma: width(2), names: width(3) };
    let network = Network::new(FILE, RELATIONS, sizes).expect("a model of Tidings");
    let scores = network.run(&[&sentences[0], &sentences[1]], true).expect("runs");
    for ((pieces, outputs), scores) in sentences.iter().zip(outputs).zip(&scores) {
        let words = pieces.first.len();
        let [upos, feats, lemma, names, arcs, vectors, relations] = outputs;
        let singles = [table(upos), table(feats), table(lemma), table(names)];
        for word in 0..words {
            let own = [scores.upos(word), scores.feats(word), scores.lemma(word), scores.names(word)];
            for (own, graph) in own.into_iter().zip(&singles) {
                near(own, graph.slice([0, word]).to_vec(), 0.1);
            }
        }
        near(&scores.arcs, table(arcs).data().expect("in order").to_vec(), 0.5);
        near(scores.vectors(), table(vectors).data().expect("in order").to_vec(), 0.1);
        assert_eq!(scores.vectors().len(), words * VECTOR_WIDTH);
        let relations = table::<i32>(relations);
        for head in 0..=words {
            let own = network.relations(scores, &vec![head; words]).expect("runs");
            let graph = (0..words).map(|word| relations[[0, word, head]] as usize);
            let differing = own.iter().zip(graph).filter(|(own, graph)| **own != *graph).count();
            assert!(differing * 6 <= words, "{differing} of {words} relations to word {head} differ");
        }
    }
}

/// Numbers that differ by what rounding may bring about: where a byte falls to the other side, by its step.
fn near(own: &[f32], graph: Vec<f32>, most: f32) {
    assert_eq!(own.len(), graph.len());
    let apart = own.iter().zip(&graph).map(|(own, graph)| (own - graph).abs()).fold(0.0, f32::max);
    eprintln!("largest difference {apart}");
    assert!(apart <= most, "{apart}");
}

#[test]
fn a_sentence_scores_the_same_alone_and_beside_others() {
    let sentences = sentences();
    let sizes = Sizes { upos: 17, feats: 100, lemma: 100, names: 15 };
    let network = Network::new(FILE, RELATIONS, sizes);
    assert!(network.is_err(), "classes that do not fit the file are refused");
    let models = models();
    let outputs = by_graph(&models, &sentences[0]);
    let width = |index: usize| table::<f32>(outputs[index].clone()).shape()[2];
    let sizes = Sizes { upos: width(0), feats: width(1), lemma: width(2), names: width(3) };
    let network = Network::new(FILE, RELATIONS, sizes).expect("a model of Tidings");
    let alone = network.run(&[&sentences[1]], true).expect("runs");
    let beside = network.run(&[&sentences[0], &sentences[1]], true).expect("runs");
    assert!(alone[0].arcs == beside[1].arcs && alone[0].vectors() == beside[1].vectors());
    let without = network.run(&[&sentences[1]], false).expect("runs");
    assert!(alone[0].arcs == without[0].arcs && without[0].vectors().is_empty());
}
