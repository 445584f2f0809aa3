//! Bad input, typed into the real forms: each gets a sentence at its field, the cursor there, and nothing that was typed
//! is lost, in both languages.

use shopdesk::domain::order::consent::How;
use shopdesk::domain::order::promise::{Reason, SetPromise};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, OrderId};
use shopdesk::text::Lang;
use shopdesk::tui::effect::Place;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::form::FormScreen;

use super::{fill, kept, known_car, new_order};
use crate::shop::Shop;

/// What is typed, and what comes of it.
struct Bad {
    what: &'static str,
    /// Makes the shop ready, and says which form is opened.
    place: fn(&mut Shop) -> Place,
    /// What is typed, as in [`fill`].
    typed: &'static [&'static str],
    /// What happens in the meantime.
    meanwhile: fn(&Shop),
    /// Saves.
    save: &'static str,
    /// Where the cursor stands afterwards.
    field: &'static str,
    /// Parts of the sentence, in Chinese and in English.
    says: [&'static [&'static str]; 2],
    /// What is still there: field and value.
    keeps: &'static [(&'static str, &'static str)],
}

const ORDER: &str = "R261123-001";

fn order() -> OrderId {
    OrderId::new(ORDER)
}

fn nothing(_: &Shop) {}

const NEW: fn(&mut Shop) -> Place = |_| new_order("");

const CASES: &[Bad] = &[
    Bad {
        what: "a plate that cannot be",
        place: NEW,
        typed: &["沪A1234I", "> tab tab tab", "brakes"],
        meanwhile: nothing,
        save: "f10",
        field: "plate",
        says: [&["沪A1234I", "I"], &["沪A1234I", "Type 1 for I"]],
        keeps: &[("plate", "沪A1234I"), ("says", "brakes")],
    },
    Bad {
        what: "a phone that is too short",
        place: NEW,
        typed: &["沪A12345", "> enter", "王建国", "> enter", "138001", "> tab tab tab tab tab", "brakes"],
        meanwhile: nothing,
        save: "f10",
        field: "phone",
        says: [&["138001", "6 位"], &["138001", "6 digits are too few"]],
        keeps: &[("phone", "138001"), ("name", "王建国")],
    },
    Bad {
        what: "a VIN of the wrong length",
        place: NEW,
        typed: &[
            "沪A12345",
            "> enter",
            "王建国",
            "> enter",
            "13800132211",
            "> tab tab",
            "LSVAA49J1",
            "> tab tab tab",
            "brakes",
        ],
        meanwhile: nothing,
        save: "f10",
        field: "vin",
        says: [&["LSVAA49J1", "17"], &["LSVAA49J1", "17"]],
        keeps: &[("vin", "LSVAA49J1"), ("phone", "13800132211")],
    },
    Bad {
        what: "fewer kilometres than last time",
        place: |shop| {
            let plate = known_car(shop);
            shop.on("2026-12-14T09:00");
            new_order(&plate)
        },
        typed: &["42000", "> tab tab tab", "again"],
        meanwhile: nothing,
        save: "f10",
        field: "mileage_reason",
        says: [&["42,310"], &["42,310"]],
        keeps: &[("mileage", "42000")],
    },
    Bad {
        what: "a promise that has passed",
        place: |shop| {
            shop.order_in(Stage::Diagnose);
            Place::Promise(order())
        },
        typed: &["1200"],
        meanwhile: nothing,
        save: "f10",
        field: "promise",
        says: [&["1200", "已过"], &["1200", "has passed"]],
        keeps: &[("promise", "1200")],
    },
    Bad {
        what: "a promise on a day when the shop is closed",
        place: |shop| {
            shop.order_in(Stage::Diagnose);
            Place::Promise(order())
        },
        typed: &["t9"],
        meanwhile: nothing,
        save: "f10",
        field: "promise",
        says: [&["t9", "休息"], &["t9", "closed"]],
        keeps: &[("promise", "t9")],
    },
    Bad {
        what: "a quote without a cause",
        place: |shop| {
            shop.receive();
            Place::Line(order(), None)
        },
        typed: &["> tab", "Front pads", "> enter", "2 mm", "> enter", "stops", "> enter", "0.8", "> enter", "200"],
        meanwhile: nothing,
        save: "f10",
        field: "label",
        says: [&["故障原因"], &["the cause"]],
        keeps: &[("label", "Front pads"), ("why", "2 mm"), ("labour", "200")],
    },
    Bad {
        what: "work on a line without consent",
        place: |shop| {
            shop.order_in(Stage::Repair);
            shop.quote(&order(), "Hose", 12, 40, 60);
            Place::Start(order(), 2)
        },
        typed: &[],
        meanwhile: nothing,
        save: "1",
        field: "technician",
        says: [&["尚未同意", "2"], &["not accepted line 2"]],
        keeps: &[],
    },
    Bad {
        what: "more money than is due",
        place: |shop| {
            shop.order_in(Stage::HandOver);
            Place::HandOver(order())
        },
        typed: &["> y y w", "> up", "481", "> down y y"],
        meanwhile: nothing,
        save: "f10",
        field: "amount",
        says: [&["481.00", "480.00"], &["481.00 is more than the 480.00"]],
        keeps: &[("amount", "481"), ("explained", "yes"), ("may_call", "yes")],
    },
    Bad {
        what: "no money at all",
        place: |shop| {
            shop.order_in(Stage::HandOver);
            Place::HandOver(order())
        },
        typed: &["> y y w", "> up", "0", "> down y y"],
        meanwhile: nothing,
        save: "f10",
        field: "amount",
        says: [&["大于零"], &["more than zero"]],
        keeps: &[("amount", "0"), ("explained", "yes")],
    },
    Bad {
        what: "the one who repaired as inspector",
        place: |shop| {
            shop.order_in(Stage::Inspect);
            Place::Quality(order())
        },
        typed: &["> y p", "> up up up", "2"],
        meanwhile: nothing,
        save: "f10",
        field: "inspector",
        says: [&["Wang", "不能检验"], &["Wang worked on this car"]],
        keeps: &[("passed", "yes"), ("road_test", "passed")],
    },
    Bad {
        what: "two advisors who move one promise",
        place: |shop| {
            shop.order_in(Stage::Repair);
            Place::Promise(order())
        },
        typed: &["> 1 7 3 0 1 p"],
        meanwhile: |shop| {
            let promise = SetPromise {
                order: order(),
                promise: "1800".into(),
                reason: Some(Reason::WorkLonger),
                how: Some(How::Phone),
                reached: None,
                solution: None,
                word: None,
            };
            shop.run_as("zhang", Command::SetPromise(promise));
        },
        save: "f10",
        field: "promise",
        says: [&["18:00", "您写的是“1730”"], &["18:00", "you wrote “1730”"]],
        keeps: &[("promise", "1730")],
    },
    Bad {
        what: "a part that comes on no day",
        place: |shop| {
            shop.order_in(Stage::Repair);
            Place::Part(order())
        },
        typed: &["PADS", "> enter", "soon"],
        meanwhile: nothing,
        save: "f10",
        field: "expected",
        says: [&["soon", "这不是日期"], &["soon", "this is not a day", "+2"]],
        keeps: &[("part", "PADS"), ("expected", "soon")],
    },
    Bad {
        what: "a part that came yesterday",
        place: |shop| {
            shop.order_in(Stage::Repair);
            Place::Part(order())
        },
        typed: &["PADS", "> enter", "2026-11-22"],
        meanwhile: nothing,
        save: "f10",
        field: "expected",
        says: [&["2026-11-22", "已过"], &["2026-11-22", "has passed"]],
        keeps: &[("part", "PADS")],
    },
    Bad {
        what: "a part that is requested before the customer was asked",
        place: |shop| {
            shop.order_in(Stage::Repair);
            Place::Part(order())
        },
        typed: &["PADS", "> enter", "+2", "> enter tab y"],
        meanwhile: nothing,
        save: "f10",
        field: "how",
        says: [&["“客户同意”"], &["“customer agrees” is not noted yet"]],
        keeps: &[("part", "PADS"), ("expected", "+2"), ("authorised", "yes")],
    },
    Bad {
        what: "a part for a line that the customer declined",
        place: |shop| {
            shop.order_in(Stage::Quote);
            Place::Part(order())
        },
        typed: &["PADS", "> tab tab 1", "+2", "> enter p y"],
        meanwhile: nothing,
        save: "f10",
        field: "line",
        says: [&["第 1 项"], &["has not accepted line 1"]],
        keeps: &[("part", "PADS"), ("line", "1")],
    },
];

/// A shop with a second advisor that is closed tomorrow.
fn shop(lang: Lang) -> Shop {
    let mut shop = Shop::ruled(|rules| assert!(rules.intake.closed.add("2026-11-24")));
    let add = serde_json::json!({ "id": "zhang", "name": "Zhang", "roles": ["advisor"] });
    shop.run(Command::AddStaff(serde_json::from_value(add).expect("a person")));
    shop.lang = lang;
    shop
}

/// What is wrong after one case in one language; nothing if all is as it should be.
fn wrong(bad: &Bad, lang: Lang, says: &[&str]) -> Option<String> {
    let mut shop = shop(lang);
    let place = (bad.place)(&mut shop);
    let mut form = shop.cx(lang, |cx| FormScreen::open(cx, &place).expect("it can be shown"));
    fill(&shop, &mut form, bad.typed);
    (bad.meanwhile)(&shop);
    shop.press(&mut form, bad.save);
    let shown = shop.draw(lang, 120, 36, &form);
    // A sentence may be broken over lines; a text without its blanks is not.
    let flat = |text: &str| text.split_whitespace().collect::<String>().replace('│', "");
    let at = form.draft().map_or(bad.field.to_string(), |draft| draft.focus);
    let unsaid = says.iter().filter(|part| !flat(&shown).contains(&flat(part)));
    let lost = bad.keeps.iter().filter(|(field, value)| kept(&form, field) != *value);
    let mut faults: Vec<String> = unsaid.map(|part| format!("does not say {part}")).collect();
    faults.extend(lost.map(|(field, value)| format!("loses {value} of {field}")));
    faults.extend((at != bad.field).then(|| format!("the cursor is at {at}, not at {}", bad.field)));
    (!faults.is_empty()).then(|| format!("{} ({lang}) {}\n{shown}", bad.what, faults.join("; ")))
}

#[test]
fn bad_input_gets_a_sentence_at_its_field_with_the_cursor_there_and_nothing_is_lost() {
    let both =
        |bad: &'static Bad| [(Lang::Zh, bad.says[0]), (Lang::En, bad.says[1])].map(|(lang, says)| (bad, lang, says));
    let faults: Vec<String> =
        CASES.iter().flat_map(both).filter_map(|(bad, lang, says)| wrong(bad, lang, says)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn a_vin_whose_check_digit_does_not_fit_names_the_characters_that_are_probably_wrong() {
    for (lang, said) in [(Lang::Zh, "第 12 位 D 应为 0"), (Lang::En, "0 for D at 12")] {
        let mut shop = shop(lang);
        let place = NEW(&mut shop);
        let mut form = shop.cx(lang, |cx| FormScreen::open(cx, &place).expect("it can be shown"));
        fill(&shop, &mut form, &["沪A12345", "> enter", "王建国", "> enter", "13800132211", "> tab tab"]);
        fill(&shop, &mut form, &["LSVAA49J132D47371"]);
        assert_eq!(kept(&form, "vin"), "LSVAA49J132D47371");
        let shown = shop.draw(lang, 120, 36, &form);
        assert!(shown.contains(said), "{shown}");
    }
}

/// Two forms of one place; both are typed into, the first is saved, then the second.
fn two(shop: &Shop, place: &Place, first: &[&str], second: &[&str]) -> FormScreen {
    let open = || shop.cx(Lang::En, |cx| FormScreen::open(cx, place).expect("it can be shown"));
    let (mut theirs, mut mine) = (open(), open());
    fill(shop, &mut theirs, first);
    fill(shop, &mut mine, second);
    shop.press(&mut theirs, "f10");
    shop.press(&mut mine, "f10");
    mine
}

fn says_all(shop: &Shop, form: &FormScreen, all: &[&str]) {
    let shown = shop.draw(Lang::En, 80, 24, form);
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let unsaid: Vec<_> = all.iter().filter(|part| !flat(&shown).contains(&flat(part))).collect();
    assert!(unsaid.is_empty(), "{unsaid:?} is not said in\n{shown}");
}

#[test]
fn every_field_of_the_intake_on_which_two_people_differ_is_told_before_it_is_replaced() {
    let mut shop = shop(Lang::En);
    let order = shop.order_in(Stage::Quote);
    let clear = "> ctrl+u";
    let to_belongings = "> tab tab tab tab";
    let theirs = [clear, "43000", to_belongings, "umbrella, child seat, a red box of tools"];
    let mine = [clear, "42999", to_belongings, "two suitcases and a laptop bag"];
    let form = two(&shop, &Place::Intake(order), &theirs, &mine);
    says_all(
        &shop,
        &form,
        &["43000", "42999", "umbrella, child seat, a red box of tools", "two suitcases and a laptop bag"],
    );
}

#[test]
fn every_field_of_a_line_on_which_two_people_differ_is_told_and_no_other_is_replaced() {
    let mut shop = shop(Lang::En);
    let order = shop.order_in(Stage::Quote);
    let clear = "> ctrl+u";
    let to_hours = "> tab tab tab";
    let theirs = [clear, "Front pads", to_hours, clear, "2.5", "> tab", clear, "333"];
    let mine = [clear, "Pads in front", to_hours, clear, "1.5"];
    let mut form = two(&shop, &Place::Line(order.clone(), Some(1)), &theirs, &mine);
    says_all(&shop, &form, &["Front pads", "you wrote “Pads in front", "“2.5”", "you wrote “1.5”"]);
    shop.press(&mut form, "f10");
    let line = &shop.order(&order).lines[0];
    assert_eq!((line.minutes, line.labour.to_string().as_str()), (90, "333.00"), "what nobody typed over stays");
}
