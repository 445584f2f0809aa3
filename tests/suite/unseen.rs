//! Keys that could do something unseen: each step is named before or after it, and what is easily done by one key too
//! many is asked about.

use serde_json::json;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, OrderId};

use crate::shop::Shop;
use crate::shop::seat::Seated;

fn command(name: &str, with: serde_json::Value) -> Command {
    serde_json::from_value(json!({ "do": name, "with": with })).expect("a command")
}

fn in_repair() -> (Shop, OrderId) {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    shop.who = "li";
    (shop, order)
}

fn stopped(with_part: bool) -> Seated {
    let (shop, order) = in_repair();
    shop.start(&order, 1);
    shop.run(command("stop_work", json!({ "order": order, "code": "c" })));
    if with_part {
        let part = json!({ "order": order, "part": "PADS", "expected": "+2", "how": "phone", "done": ["authorised"] });
        shop.run(command("order_part", part));
    }
    shop.sit_down()
}

#[test]
fn a_job_that_stands_is_resumed_by_a_step_of_that_name() {
    let mut seat = stopped(false);
    assert!(seat.picture().contains("resume job 1 (C)"), "{}", seat.picture());
    seat.press("enter");
    assert!(seat.picture().contains("finish job 1"), "{}", seat.picture());
}

#[test]
fn a_job_is_not_resumed_by_one_key_while_its_part_has_not_come() {
    let mut seat = stopped(true);
    seat.press("enter");
    let shown = seat.picture();
    assert!(shown.contains("PADS") && shown.contains("resume job 1"), "asked, and not begun: {shown}");
    seat.press("enter");
    assert!(seat.picture().contains("finish job 1"), "{}", seat.picture());
}

#[test]
fn a_job_begun_just_now_is_not_finished_by_the_same_key() {
    let (shop, order) = in_repair();
    shop.start(&order, 1);
    let mut seat = shop.sit_down();
    seat.press("enter");
    assert!(seat.picture().contains("less than a minute ago"), "{}", seat.picture());
    seat.press("enter");
    assert!(!seat.picture().contains("finish job 1"), "{}", seat.picture());
}

#[test]
fn what_is_taken_back_is_named_with_its_car_and_marked_in_the_history() {
    let (shop, order) = in_repair();
    shop.start(&order, 1);
    let mut seat = shop.sit_down();
    seat.press("u");
    let told = seat.picture();
    assert!(
        told.contains("Taken back on 沪A 12345:") && told.contains("started job 1") && told.contains("start job 1"),
        "{told}"
    );
    seat.press("space u");
    assert!(seat.picture().contains("was taken back already"), "{}", seat.picture());
    seat.press("h");
    assert!(seat.picture().contains("(taken back)"), "{}", seat.picture());
}

#[test]
fn the_page_of_a_late_car_begins_with_what_the_board_begins_with() {
    let (shop, _) = in_repair();
    shop.at("19:30");
    let mut seat = shop.sit_down();
    assert!(seat.picture().contains("tell delay"), "{}", seat.picture());
    seat.press("space");
    assert!(seat.picture().contains("tell delay"), "{}", seat.picture());
    seat.press("enter");
    assert!(seat.picture().contains("Told"), "the form of the promise: {}", seat.picture());
}

#[test]
fn a_time_that_cannot_be_keeps_the_cursor_and_a_character_that_is_no_part_of_one_is_told() {
    let (shop, _) = in_repair();
    let mut seat = shop.sit_down();
    seat.press("t 2 5 0 0 1");
    assert!(seat.picture().contains("25001"), "no digit lands elsewhere: {}", seat.picture());
    seat.press("ctrl+u 0 4 0 0 1");
    assert!(seat.picture().contains("04001"), "{}", seat.picture());
    seat.press("ctrl+u 5 p m");
    assert!(seat.picture().contains("“p” is not taken"), "{}", seat.picture());
}

#[test]
fn jobs_are_found_by_the_words_that_people_use() {
    let words = ["刹车", "刹车片", "电瓶", "大灯", "brakes", "battery", "headlight"];
    for word in words {
        let (shop, _) = in_repair();
        let mut seat = shop.sit_down();
        seat.press("a");
        seat.write(word);
        let shown = seat.picture();
        let found = shown.lines().any(|line| ["PAD", "BAT", "LMP", "BRK"].iter().any(|code| line.contains(code)));
        assert!(found, "{word}: {shown}");
    }
}

#[test]
fn a_line_that_nobody_decided_on_is_removed_by_a_key_of_its_own() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    shop.quote(&order, "Wiper blades", 6, 20, 78);
    let mut seat = shop.sit_down();
    seat.press("space j j");
    assert!(seat.picture().contains("remove line"), "{}", seat.picture());
    seat.press("delete");
    assert!(seat.picture().contains("Removes line"), "asked first: {}", seat.picture());
    seat.press("delete");
    assert!(!seat.picture().contains("Wiper blades   "), "{}", seat.picture());
}

#[test]
fn what_is_hardly_meant_is_told_once_it_is_saved() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let warned = |command: Command| shop.run(command).warnings;
    let line = |with: serde_json::Value| command("write_line", with);
    let words = json!({ "label": "x", "why": "x", "benefit": "x" });
    let of = |more: serde_json::Value| {
        let mut all = words.clone();
        let given = more.as_object().expect("fields").clone();
        all.as_object_mut().expect("fields").extend(given);
        all
    };
    assert!(!warned(line(of(json!({ "order": order, "minutes": 42_000, "labour": 100 })))).is_empty(), "700 hours");
    assert!(warned(line(json!({ "order": order, "job": "BRK" }))).is_empty());
    assert!(!warned(line(json!({ "order": order, "job": "BRK" }))).is_empty(), "the same job twice");
    let part = json!({ "order": order, "part": "PADS", "expected": "+2", "how": "phone", "done": ["authorised"] });
    shop.run(command("order_part", part));
    assert!(!warned(command("set_promise", json!({ "order": order, "promise": "+3h" }))).is_empty(), "before the part");
    let far = json!({ "order": order, "promise": "+400d", "reason": "other", "how": "phone" });
    assert!(!warned(command("set_promise", far)).is_empty(), "over a year off");
}

#[test]
fn whoever_hands_over_a_car_that_is_gone_is_told_by_whom_it_was() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    shop.hand_over(&order);
    let again = command("hand_over", json!({ "order": order, "may_call": true }));
    let refused = shop.try_as("li", again).expect_err("it is gone");
    assert_eq!(refused.code(), "already-done");
}

#[test]
fn the_history_says_what_was_written() {
    let mut shop = Shop::new();
    shop.order_in(Stage::Quote);
    let mut seat = shop.sit_down();
    seat.press("space h");
    let shown = seat.picture();
    for told in ["wrote line 1: Front pads", "480.00", "finding 1: front pads 2 mm", "Mileage 42310"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
}

#[test]
fn the_board_comes_back_to_the_car_that_one_was_at() {
    let mut shop = Shop::new();
    for _ in 0..3 {
        shop.order_in(Stage::Repair);
    }
    let mut seat = shop.sit_down();
    seat.press("/ 7 k 2 2 1 enter esc esc");
    let shown = seat.picture();
    assert!(shown.lines().any(|line| line.starts_with('>') && line.contains("7K221")), "{shown}");
}

#[test]
fn f7_says_that_there_is_no_draft_to_discard() {
    let mut seat = Shop::new().sit_down();
    seat.press("n f7");
    assert!(seat.picture().contains("nothing to discard"), "{}", seat.picture());
}

#[test]
fn what_is_wrong_in_the_first_run_follows_the_language() {
    let mut seat = Shop::bare().sit_down();
    for name in ["Shop", "Li", "Wang", "Wang"] {
        seat.write(name);
        seat.press("enter");
    }
    let english = seat.picture();
    seat.press("f2");
    let chinese = seat.picture();
    let line = english.lines().find(|line| line.contains("twice")).unwrap_or_default();
    assert!(!line.is_empty() && !chinese.contains(line), "{chinese}");
    assert!(!chinese.contains("twice"), "{english}\n{chinese}");
}

#[test]
fn a_wrong_vin_is_told_whole_with_the_digit_that_it_mostly_is_in_the_language_of_the_moment() {
    let mut seat = Shop::new().sit_down();
    seat.press("n");
    for text in ["沪C7K221", "Zhang", "13900132299", "Golf"] {
        seat.write(text);
        seat.press("enter");
    }
    seat.write("LSVAM4187C2184O47");
    let shown = seat.picture();
    assert!(shown.contains("O at place 15 is in no VIN. Mostly it is a 0."), "{shown}");
    seat.press("f2");
    let shown = seat.picture();
    assert!(shown.contains("多半是 0。") && !shown.contains("is in no VIN"), "{shown}");
}
