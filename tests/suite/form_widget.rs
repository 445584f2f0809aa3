//! How forms, lists and menus behave under the fingers: where the cursor goes, what is saved, what stays.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::action::Action;
use shopdesk::tui::input::{Code, Key};
use shopdesk::tui::keymap::{Keymap, Layer};
use shopdesk::tui::terminal::Depth;
use shopdesk::tui::theme::Theme;
use shopdesk::tui::widget::Look;
use shopdesk::tui::widget::form::{Choice, Draft, FieldSpec, Form, FormEvent, Kind, Pick};
use shopdesk::tui::widget::menu::{Menu, MenuEvent};
use shopdesk::tui::widget::table::Table;
use shopdesk::tui::widget::text_field::Entry;

use crate::picture::text;

const REASON: &[Pick] = &[('1', "part-late", "r"), ('2', "more-work", "r"), ('3', "no-bay", "r")];
const CONTACT: &[Pick] = &[('p', "phone", "c"), ('v', "visit", "c"), ('x', "not-reached", "c")];
const WHEN: &[Pick] = &[('c', "cold", "w"), ('l', "low", "w"), ('w', "wet", "w")];

/// Moving a promised time: the keys are counted in the requirements.
const PROMISE: &[FieldSpec] = &[
    FieldSpec::needed("time", "t", Kind::Time),
    FieldSpec::needed("reason", "r", Kind::Choice(REASON)),
    FieldSpec::needed("contact", "c", Kind::Choice(CONTACT)),
    FieldSpec::optional("words", "w", Kind::Text { max: 40 }),
];

const MIXED: &[FieldSpec] = &[
    FieldSpec::optional("car", "h", Kind::Heading),
    FieldSpec::needed("plate", "p", Kind::Code { max: 9, leap: false }),
    FieldSpec::needed("says", "s", Kind::Area { rows: 2, max: 200 }),
    FieldSpec::optional("when", "w", Kind::Asked(WHEN)),
    FieldSpec::optional("shown", "x", Kind::Shown),
    FieldSpec::needed("waiting", "y", Kind::Toggle),
    FieldSpec::optional("who", "z", Kind::Given),
];

/// Presses keys as a person does: through the keymap.
fn press(form: &mut Form, keys: &str) -> FormEvent {
    let keymap = Keymap::built_in();
    let mut event = FormEvent::Ignored;
    for name in keys.split(' ') {
        let key = Key::parse(name).unwrap_or_else(|| panic!("no key: {name}"));
        event = form.on(keymap.lookup(&[Layer::Form, Layer::Global], key), key);
    }
    event
}

fn value(form: &Form, id: &str) -> String {
    form.value(id)
}

#[test]
fn moving_a_promise_takes_seven_keys_after_the_first() {
    let mut form = Form::new(PROMISE);
    assert_eq!(press(&mut form, "1 7 3 0 1 p enter"), FormEvent::Save);
    assert_eq!(
        form.values().into_iter().collect::<Vec<_>>(),
        [
            ("contact".to_owned(), "phone".to_owned()),
            ("reason".to_owned(), "part-late".to_owned()),
            ("time".to_owned(), "1730".to_owned()),
        ]
    );
}

#[test]
fn a_span_of_days_does_not_leap_and_enter_goes_on() {
    let mut form = Form::new(PROMISE);
    assert_eq!(press(&mut form, "+ 2"), FormEvent::Changed("time"));
    assert_eq!(form.focused(), "time");
    assert_eq!(press(&mut form, "enter"), FormEvent::Left("time"));
    assert_eq!(form.focused(), "reason");
}

#[test]
fn wide_digits_of_an_input_method_count_as_digits() {
    let mut form = Form::new(PROMISE);
    press(&mut form, "１ ７ ３ ０ ２ ｐ");
    assert_eq!(form.values().into_values().collect::<Vec<_>>(), ["phone", "more-work", "1730"]);
}

#[test]
fn enter_goes_only_to_fields_still_needed_and_then_saves() {
    let mut form = Form::new(MIXED);
    assert_eq!(form.focused(), "plate", "a heading takes no cursor");
    form.set("plate", "沪AF3389");
    assert_eq!(press(&mut form, "enter"), FormEvent::Left("plate"));
    assert_eq!(form.focused(), "says");
    press(&mut form, "n o i s e enter");
    assert_eq!(form.focused(), "waiting", "what may stay empty is passed over");
    press(&mut form, "n");
    assert_eq!(press(&mut form, "enter"), FormEvent::Save);
}

#[test]
fn enter_on_the_only_missing_field_stays_and_says_so() {
    let mut form = Form::new(MIXED);
    form.set("plate", "A1");
    form.set("waiting", "no");
    form.focus_on("says");
    assert_eq!(press(&mut form, "enter"), FormEvent::Stayed);
    assert_eq!(form.focused(), "says");
}

#[test]
fn f10_saves_from_any_field_or_goes_to_what_is_missing() {
    let mut form = Form::new(MIXED);
    form.focus_on("who");
    assert_eq!(press(&mut form, "f10"), FormEvent::Left("who"), "the field that it leaves is looked at");
    assert_eq!(form.focused(), "plate");
    for (id, filled) in [("plate", "A1"), ("says", "noise"), ("waiting", "yes")] {
        form.set(id, filled);
    }
    form.focus_on("when");
    assert_eq!(press(&mut form, "f10"), FormEvent::Save);
}

#[test]
fn escape_leaves_and_the_draft_comes_back_at_the_same_field() {
    let mut form = Form::new(MIXED);
    press(&mut form, "a 1 2 tab n o i s e tab c w w");
    assert_eq!(press(&mut form, "esc"), FormEvent::Leave);
    let kept = serde_json::to_string(&form.draft()).expect("a draft is text");
    let draft: Draft = serde_json::from_str(&kept).expect("a draft is read again");
    let mut again = Form::new(MIXED);
    again.restore(&draft);
    assert_eq!(again.draft(), form.draft());
    assert_eq!((again.focused(), value(&again, "when").as_str()), ("when", "cold,-wet"));
}

#[test]
fn a_draft_may_come_back_before_the_options_do() {
    let mut form = Form::new(MIXED);
    form.set("who", "wang");
    form.set_options(
        "who",
        Choice::numbered([("li".to_owned(), "李".to_owned()), ("wang".to_owned(), "王".to_owned())]),
    );
    assert_eq!(value(&form, "who"), "wang");
    form.focus_on("who");
    press(&mut form, "left");
    assert_eq!(value(&form, "who"), "li");
    press(&mut form, "2");
    assert_eq!(value(&form, "who"), "wang");
}

#[test]
fn not_asked_is_something_else_than_no() {
    let mut form = Form::new(MIXED);
    form.focus_on("when");
    let mut seen = Vec::new();
    for _ in 0..3 {
        press(&mut form, "c");
        seen.push(value(&form, "when"));
    }
    assert_eq!(seen, ["cold", "-cold", ""]);
}

#[test]
fn an_error_brings_the_cursor_blocks_saving_and_goes_when_the_value_changes() {
    let mut form = Form::new(PROMISE);
    press(&mut form, "9 9 9 9 tab 1 p");
    form.set_error("time", "There is no such time.");
    assert_eq!(form.focused(), "time");
    assert_eq!(press(&mut form, "f10"), FormEvent::Stayed);
    press(&mut form, "backspace backspace backspace backspace 1 7 3 0");
    assert_eq!(press(&mut form, "f10"), FormEvent::Save);
}

#[test]
fn in_several_lines_enter_accepts_and_the_line_is_broken_by_other_keys() {
    let mut form = Form::new(MIXED);
    form.focus_on("says");
    press(&mut form, "a ctrl+j b alt+enter c up x");
    assert_eq!(value(&form, "says"), "a\nbx\nc");
    assert_eq!(form.focused(), "says");
    press(&mut form, "up up");
    assert_eq!(form.focused(), "plate", "at the first line, up is the field before");
    press(&mut form, "ctrl+j");
    assert_eq!(value(&form, "plate"), "", "outside, the key is Enter");
}

#[test]
fn a_paste_goes_into_the_field_clean() {
    let mut form = Form::new(MIXED);
    assert_eq!(form.paste("\x1b[1m沪a f3389\r\n"), FormEvent::Changed("plate"));
    assert_eq!(value(&form, "plate"), "沪A F3389");
    form.focus_on("waiting");
    assert_eq!(form.paste("yes"), FormEvent::Ignored);
}

/// Draws a form at a size and returns the picture and the cursor.
fn drawn(form: &Form, columns: u16, rows: u16) -> (String, Option<Position>) {
    let theme = Theme::built_in("night", Depth::Mono).expect("there is a night");
    let words = Catalogue::built_in().words(Lang::Zh);
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    let cursor = form.draw(&Look { theme: &theme, words: &words }, area, &mut buffer);
    (text(&buffer), cursor)
}

#[test]
fn the_cursor_stands_after_what_is_typed_and_nowhere_in_a_choice() {
    let mut form = Form::new(MIXED);
    form.set("plate", "沪AF3389");
    assert_eq!(drawn(&form, 80, 20).1, Some(Position::new(4 + 8, 1)));
    form.focus_on("waiting");
    assert_eq!(drawn(&form, 80, 20).1, None);
}

#[test]
fn a_low_terminal_shows_the_field_with_the_cursor() {
    let mut form = Form::new(MIXED);
    form.set("who", "last");
    for rows in 2..6 {
        form.focus_on("who");
        assert!(drawn(&form, 60, rows).0.contains("last"), "{rows} rows");
        form.focus_on("plate");
        form.set("plate", "FIRST");
        assert!(drawn(&form, 60, rows).0.contains("FIRST"), "{rows} rows");
    }
}

#[test]
fn a_wide_low_terminal_shows_two_columns_instead_of_scrolling() {
    let mut form = Form::new(MIXED);
    form.set("plate", "FIRST");
    form.set("who", "last");
    let shown = drawn(&form, 120, 6).0;
    assert!(shown.contains("FIRST") && shown.contains("last"), "{shown}");
}

#[test]
fn no_size_of_terminal_is_too_small_to_draw_in() {
    let mut form = Form::new(MIXED);
    form.set_error("says", "There is nothing here that anybody could read.");
    for columns in 0..40 {
        for rows in 0..12 {
            drawn(&form, columns, rows);
        }
    }
    form.set_options("who", Choice::numbered((0..40).map(|n| (n.to_string(), format!("name {n}")))));
    form.focus_on("who");
    for columns in 0..40 {
        for rows in 0..12 {
            drawn(&form, columns, rows);
        }
    }
}

#[test]
fn the_selection_stays_on_its_record_when_rows_move() {
    let mut table = Table::new();
    table.keep([10, 20, 30].iter());
    assert_eq!(table.selected(), Some(&10));
    table.on(Action::Down, &[10, 20, 30]);
    table.keep([30, 5, 20, 10].iter());
    assert_eq!((table.selected(), table.index()), (Some(&20), 2));
    table.keep([30, 5, 10].iter());
    assert_eq!(table.selected(), Some(&10), "the row that took its place");
    table.keep([].iter());
    assert_eq!(table.selected(), None);
}

#[test]
fn marks_stay_on_records_and_go_with_them() {
    let mut table = Table::new();
    let ids = ["a", "b", "c"];
    table.keep(ids.iter());
    table.on(Action::Mark, &ids);
    table.on(Action::Mark, &ids);
    assert_eq!(table.marked(), ["a", "b"]);
    table.on(Action::First, &ids);
    table.on(Action::Mark, &ids);
    table.keep(["c", "b"].iter());
    assert_eq!(table.marked(), ["b"]);
    assert!(!table.on(Action::Print, &ids), "what is no moving and no marking is left to the screen");
}

#[test]
fn a_menu_is_typed_into_walked_through_and_picked_from() {
    let keymap = Keymap::built_in();
    let mut menu = Menu::new(Entry::Code, 20);
    let mut on = |name: &str, count| {
        let key = Key::parse(name).expect("a key");
        menu.on(keymap.lookup(&[Layer::Popup, Layer::Global], key), key, count)
    };
    assert_eq!(on("f", 5), MenuEvent::Changed);
    assert_eq!(on("3", 5), MenuEvent::Changed);
    assert_eq!(on("down", 5), MenuEvent::Stayed);
    assert_eq!(on("enter", 5), MenuEvent::Picked(1));
    assert_eq!(on("enter", 0), MenuEvent::Stayed);
    assert_eq!(on("esc", 5), MenuEvent::Closed);
    assert_eq!(menu.query(), "F3");
}

#[test]
fn keys_that_a_form_does_not_know_are_left_to_the_screen() {
    let mut form = Form::new(MIXED);
    let f3 = Key::plain(Code::F(3));
    assert_eq!(form.on(Some(Action::Find), f3), FormEvent::Ignored);
}

/// What stands beside the fields, in English.
fn said(form: &Form) -> String {
    let words = Catalogue::built_in().words(Lang::En);
    let theme = Theme::built_in("night", Depth::Mono).expect("built in");
    let look = Look { theme: &theme, words: &words };
    let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 12));
    form.draw(&look, *buffer.area(), &mut buffer);
    text(&buffer)
}

#[test]
fn a_key_that_no_option_has_changes_nothing_and_says_which_there_are() {
    let mut form = Form::new(PROMISE);
    press(&mut form, "1 7 3 0 2 p");
    for (field, key, keys) in [("reason", "z", "1 2 3"), ("reason", "space", "1 2 3"), ("contact", "4", "p v x")] {
        form.focus_on(field);
        let before = form.values();
        assert_eq!(press(&mut form, key), FormEvent::Stayed);
        assert_eq!((form.values(), form.focused()), (before, field));
        assert!(said(&form).contains(&format!("Keys here: {keys}")), "{}", said(&form));
    }
    press(&mut form, "up");
    assert!(!said(&form).contains("Keys here"), "the hint goes with the next key");
    let mut form = Form::new(MIXED);
    form.focus_on("waiting");
    press(&mut form, "y");
    form.focus_on("waiting");
    for key in ["x", "1", "0", "t"] {
        press(&mut form, key);
        assert_eq!((value(&form, "waiting").as_str(), form.focused()), ("yes", "waiting"), "{key}");
    }
    press(&mut form, "backspace space");
    assert_eq!(value(&form, "waiting"), "no");
}

#[test]
fn arrows_stop_at_the_first_and_last_field_and_option_and_tab_goes_round() {
    let mut form = Form::new(PROMISE);
    assert_eq!(press(&mut form, "up"), FormEvent::Stayed);
    assert_eq!(form.focused(), "time");
    press(&mut form, "down down down down down");
    assert_eq!(form.focused(), "words");
    press(&mut form, "tab");
    assert_eq!(form.focused(), "time");
    press(&mut form, "shift+tab");
    assert_eq!(form.focused(), "words");
    form.focus_on("reason");
    press(&mut form, "right right right right right");
    assert_eq!(value(&form, "reason"), "no-bay");
    press(&mut form, "left left left left");
    assert_eq!(value(&form, "reason"), "part-late");
}

#[test]
fn what_a_field_does_not_take_is_said_beside_it() {
    let mut form = Form::new(PROMISE);
    press(&mut form, "a");
    assert!(said(&form).contains("A time: 1730"), "{}", said(&form));
    press(&mut form, "1");
    assert!(said(&form).contains("A time: 1730"), "what was refused stays in view while one types on");
    press(&mut form, "backspace");
    assert!(!said(&form).contains("A time:"));
    form.paste("明天9点");
    assert_eq!(value(&form, "time"), "");
    assert!(said(&form).contains("A time: 1730"), "{}", said(&form));
    form.focus_on("words");
    form.paste(&"word ".repeat(20));
    assert_eq!(value(&form, "words").chars().count(), 40);
    assert!(said(&form).contains("Too long: cut to 40"), "{}", said(&form));
    press(&mut form, "a");
    assert!(said(&form).contains("No more than 40"), "{}", said(&form));
    let mut km = Form::new(&[FieldSpec::needed("km", "k", Kind::Digits { max: 7, leap: false })]);
    press(&mut km, "x");
    assert!(said(&km).contains("Digits only."));
    for text in ["42,310 km", "LSVAA4187C2184841", "明天9点", "42310.5"] {
        km.paste(text);
        assert_eq!(value(&km, "km"), "", "{text}");
        assert!(said(&km).contains("Digits only."), "{text}: {}", said(&km));
    }
    km.paste(" 42,310 ");
    assert_eq!(value(&km, "km"), "42310");
    assert!(!said(&km).contains("Digits only."), "{}", said(&km));
}

/// One field in which each character counts, with what belongs there.
const EXACT: &[(Kind, &str)] =
    &[(Kind::Digits { max: 3, leap: false }, "12"), (Kind::Digits { max: 1, leap: true }, "5"), (Kind::Time, "1730")];

#[test]
fn a_value_with_a_hole_in_it_is_never_saved() {
    for (kind, good) in EXACT {
        let fields = [FieldSpec::needed("n", "k", *kind), FieldSpec::optional("after", "w", Kind::Text { max: 9 })];
        let keys = |text: &str| text.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
        for stranger in ["x", "。", "/", "-"] {
            let taken = matches!(kind, Kind::Time) && stranger == "-";
            let mut form = Form::new(&fields);
            press(&mut form, &keys(&format!("{stranger}{good}")));
            if taken {
                continue;
            }
            assert_eq!(form.focused(), "n", "{kind:?} {stranger}: it does not leap");
            assert_eq!(value(&form, "n"), *good, "{kind:?} {stranger}: what was typed stays");
            for key in ["enter", "f10", "tab f10"] {
                assert_eq!(press(&mut form, key), stays(key), "{kind:?} {stranger} {key}");
                form.focus_on("n");
                assert!(said(&form).contains("is not taken"), "{kind:?} {stranger}: {}", said(&form));
            }
            assert!(form.draft().values.is_empty(), "{kind:?}: it does not come back without its sign");
            press(&mut form, "backspace");
            assert!(!said(&form).contains("is not taken"), "{}", said(&form));
            press(&mut form, "ctrl+u");
            press(&mut form, &keys(good));
            assert_eq!(press(&mut form, "f10"), FormEvent::Save, "{kind:?} {stranger}");
            assert_eq!(value(&form, "n"), *good);
        }
        // Taken back at once, nothing else is lost.
        let mut form = Form::new(&fields);
        press(&mut form, "1 x backspace");
        assert_eq!(value(&form, "n"), "1", "{kind:?}");
        let mut form = Form::new(&fields);
        form.paste("x2");
        assert_eq!(value(&form, "n"), "", "{kind:?}");
        press(&mut form, &keys(good));
        assert_eq!(
            press(&mut form, "f10"),
            FormEvent::Save,
            "{kind:?}: what is typed after a paste is a value of its own"
        );
    }
}

/// What saving answers while a field is wrong: from another field the cursor goes there.
fn stays(key: &str) -> FormEvent {
    if key.starts_with("tab") { FormEvent::Left("after") } else { FormEvent::Stayed }
}

#[test]
fn an_optional_number_is_not_saved_without_its_sign_or_its_last_digit_either() {
    let fields = [FieldSpec::optional("n", "k", Kind::Digits { max: 3, leap: false })];
    for keys in ["- 2", "1 2 3 4"] {
        let mut form = Form::new(&fields);
        press(&mut form, keys);
        assert_eq!(press(&mut form, "enter"), FormEvent::Stayed, "{keys}");
        assert_eq!(press(&mut form, "f10"), FormEvent::Stayed, "{keys}");
    }
    for pasted in ["-2", "1234"] {
        let mut form = Form::new(&fields);
        form.paste(pasted);
        assert_eq!((value(&form, "n").as_str(), press(&mut form, "f10")), ("", FormEvent::Stayed), "{pasted}");
    }
    let mut amount = Form::new(&[FieldSpec::optional("cost", "k", Kind::Code { max: 4, leap: false })]);
    press(&mut amount, "1 2 3 4 5");
    assert_eq!(press(&mut amount, "f10"), FormEvent::Stayed, "12345 is not 1234");
}

#[test]
fn the_letters_of_a_word_do_not_choose_after_the_first_that_is_no_key() {
    let kinds = [Kind::Choice(CONTACT), Kind::Toggle, Kind::Many(CONTACT), Kind::Asked(WHEN)];
    for kind in kinds {
        let fields = [FieldSpec::needed("one", "k", kind), FieldSpec::optional("after", "w", Kind::Text { max: 9 })];
        let mut form = Form::new(&fields);
        press(&mut form, "t o l d space h i m space b y space p v x c w n");
        assert_eq!((value(&form, "one").as_str(), value(&form, "after").as_str()), ("", ""), "{kind:?}");
        assert_eq!(form.focused(), "one", "{kind:?}");
        assert!(said(&form).contains("Keys here"), "{kind:?}: {}", said(&form));
        let right = match kind {
            Kind::Toggle => "y",
            Kind::Asked(_) => "c",
            _ => "p",
        };
        press(&mut form, &format!("backspace {right}"));
        assert_ne!(value(&form, "one"), "", "{kind:?}: after Backspace the key chooses");
    }
    let mut form = Form::new(PROMISE);
    form.focus_on("reason");
    press(&mut form, "z tab up 2");
    assert_eq!(value(&form, "reason"), "more-work", "whoever comes back begins anew");
}
