//! The keys: one meaning each, the same everywhere, and shown as they are.

use std::collections::BTreeMap;

use shopdesk::text::Lang;
use shopdesk::tui::action::Action;
use shopdesk::tui::input::Key;
use shopdesk::tui::keymap::{Keymap, KeymapError, Layer};

const BOARD: [Layer; 3] = [Layer::Board, Layer::List, Layer::Global];
const FORM: [Layer; 2] = [Layer::Form, Layer::Global];
const RINGING: [Layer; 3] = [Layer::Ringing, Layer::Calls, Layer::Global];

fn key(text: &str) -> Key {
    Key::parse(text).unwrap_or_else(|| panic!("no key: {text}"))
}

fn finds(layers: &[Layer], text: &str) -> Option<Action> {
    Keymap::built_in().lookup(layers, key(text))
}

#[test]
fn a_key_means_the_same_in_every_layer_unless_a_call_is_held() {
    let keymap = Keymap::built_in();
    let mut meanings: BTreeMap<Key, (Action, Layer)> = BTreeMap::new();
    for binding in keymap.bindings().filter(|binding| !binding.layer.holds_call()) {
        for on in &binding.on {
            let (run, layer) = *meanings.entry(*on).or_insert((binding.run, binding.layer));
            let moves = [Action::Up, Action::Down, Action::PreviousField, Action::NextField];
            // Up and down walk through rows, and through the fields of a form as if they were rows.
            let same = run == binding.run || (moves.contains(&run) && moves.contains(&binding.run));
            assert!(same, "{on} is {run:?} in {layer:?} and {:?} in {:?}", binding.run, binding.layer);
        }
    }
}

#[test]
fn a_layer_that_gives_a_key_two_meanings_is_refused() {
    let text = r#"board = [
        { on = "n", run = "new-order", en = "new", zh = "新单" },
        { on = ["m", "n"], run = "stop", en = "stop", zh = "停工" },
    ]"#;
    assert_eq!(Keymap::parse(text), Err(KeymapError::TwoMeanings { layer: Layer::Board, key: key("n") }));
}

#[test]
fn faults_are_named_with_layer_and_word() {
    let with = |line: &str| Keymap::parse(&format!("board = [{{ {line} }}]")).map(|_| ());
    let unknown_key = KeymapError::UnknownKey { layer: Layer::Board, key: "hyper+n".into() };
    assert_eq!(with(r#"on = "hyper+n", run = "stop", en = "stop", zh = "停""#), Err(unknown_key));
    let unknown_command = KeymapError::UnknownCommand { layer: Layer::Board, run: "dance".into() };
    assert_eq!(with(r#"on = "n", run = "dance", en = "dance", zh = "跳舞""#), Err(unknown_command));
    let no_sentence = KeymapError::NoSentence { layer: Layer::Board, key: "n".into() };
    assert_eq!(with(r#"on = "n", run = "stop", en = "stop""#), Err(no_sentence));
    assert!(matches!(Keymap::parse("garage = []"), Err(KeymapError::Unreadable(_))));
}

#[test]
fn the_keys_of_the_plan_are_bound() {
    for (layers, text, action) in [
        (&BOARD[..], "enter", Action::Next),
        (&BOARD, "ctrl+j", Action::Next),
        (&BOARD, "space", Action::Open),
        (&BOARD, "j", Action::Down),
        (&BOARD, "/", Action::Find),
        (&BOARD, "！", Action::Complaint),
        (&BOARD, "s", Action::Stop),
        (&BOARD, "Ｎ", Action::NewOrder),
        (&FORM, "f10", Action::Save),
        (&FORM, "f3", Action::Find),
        (&FORM, "f8", Action::Complaint),
        (&FORM, "ctrl+p", Action::Palette),
        (&FORM, "f2", Action::Language),
        (&RINGING, "1", Action::NoAnswer),
        (&RINGING, "!", Action::Complaint),
    ] {
        assert_eq!(finds(layers, text), Some(action), "{text}");
    }
}

#[test]
fn in_a_form_a_character_is_text_and_never_a_command() {
    for text in ["n", "1", "/", "!", "?", ":", "u", "space", "＋"] {
        assert_eq!(finds(&FORM, text), None, "{text}");
        assert_eq!(finds(&[Layer::Text, Layer::Board, Layer::Global], text), None, "{text}");
    }
}

#[test]
fn the_footer_shows_only_keys_that_work_now_and_fits_its_width() {
    let keymap = Keymap::built_in();
    for lang in Lang::ALL {
        for columns in [10, 40, 80, 160] {
            for layers in [BOARD.as_slice(), &FORM, &RINGING] {
                let hints = keymap.footer(layers, lang, columns);
                let cells: u16 = hints.iter().map(|hint| hint.width() + 2).sum();
                assert!(cells <= columns, "{lang} {columns}");
            }
        }
    }
    let in_form = keymap.footer(&FORM, Lang::En, 200);
    assert!(in_form.iter().any(|hint| hint.key == "F3"), "{in_form:?}");
    assert!(
        in_form.iter().all(|hint| hint.key.chars().count() > 1),
        "a character is no command in a form: {in_form:?}"
    );
}

#[test]
fn the_page_of_keys_lists_a_key_once_under_the_nearest_layer() {
    let groups = Keymap::built_in().help(&RINGING, Lang::En);
    let ones: Vec<_> = groups.iter().flat_map(|g| g.hints.iter().filter(|h| h.key == "1").map(|h| &h.text)).collect();
    assert_eq!(ones, ["no answer"]);
}

#[test]
fn the_palette_names_each_command_once() {
    let commands = Keymap::built_in().commands(&FORM, Lang::Zh);
    let mut actions: Vec<_> = commands.iter().map(|command| command.action).collect();
    actions.sort();
    actions.dedup();
    assert_eq!(actions.len(), commands.len());
    assert!(commands.iter().any(|command| command.text == "新工单"));
}

#[test]
fn an_override_takes_keys_from_others_in_its_layer_and_keeps_the_sentences() {
    let keymap = Keymap::built_in()
        .with_overrides(r#"board = [{ on = "t", run = "new-order" }, { on = "p", run = "nothing" }]"#)
        .expect("the override is right");
    assert_eq!(keymap.lookup(&BOARD, key("t")), Some(Action::NewOrder));
    assert_eq!(keymap.lookup(&BOARD, key("p")), None);
    assert_eq!(keymap.lookup(&[Layer::Order, Layer::Global], key("p")), Some(Action::Print));
    let footer = keymap.footer(&BOARD, Lang::En, 80);
    assert!(footer.iter().any(|hint| hint.key == "t" && hint.text == "new"), "{footer:?}");
}
