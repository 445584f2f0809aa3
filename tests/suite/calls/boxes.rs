//! Boxes of the call: leaving one closes only that, and what is typed on after it is neither logged nor graded.

use shopdesk::domain::call::attempt::Outcome;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;

use super::{call, lane, shop_with_calls, turned};

#[test]
fn digits_typed_on_after_a_box_was_left_log_no_outcome() {
    for keys in ["c 1 5 esc 3 0 enter", "c esc 1 5 3 0 enter", "d esc 2 1", "d 2 esc 1", "c 1 f1 esc 1 5 3 0 enter"] {
        let (shop, calls) = shop_with_calls(2);
        let mut lane = lane(&shop, &calls[0]);
        shop.press(&mut lane, keys);
        assert!(call(&shop, &calls[0]).attempts.is_empty(), "after {keys}");
        // Another escape gives the digits back, and leaves the call where it is.
        assert!(matches!(shop.press(&mut lane, "esc"), Effect::Say(..)), "after {keys}");
        assert_eq!(turned(shop.press(&mut lane, "2")), Some(Place::Call(calls[1].clone())));
        assert_eq!(call(&shop, &calls[0]).attempts[0].outcome, Outcome::Busy);
    }
}

#[test]
fn another_key_than_a_digit_goes_on_at_once_after_a_box_was_left() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "c 1 5 esc c 1 7 3 0 enter");
    assert_eq!(call(&shop, &calls[0]).due.local().format("%d %H:%M").to_string(), "26 17:30");
}

#[test]
fn digits_typed_on_after_a_box_was_left_on_the_line_give_no_grade() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &calls[0]);
    shop.press(&mut lane, "enter 5 4 c 1 esc 1 5 3 0");
    let given = |lane: &dyn Screen| lane.draft().map(|draft| draft.values.len());
    assert_eq!(given(&lane), Some(2));
    assert!(matches!(shop.press(&mut lane, "esc"), Effect::Say(..)), "the call stays");
    shop.press(&mut lane, "5");
    assert_eq!(given(&lane), Some(3));
}

#[test]
fn help_lies_over_a_box_and_leaves_it_as_it_was() {
    let (shop, _) = shop_with_calls(1);
    let mut seat = shop.sit_down();
    for (open, title) in [("c 1 7", "Call back when?"), ("d", "why?"), ("enter a x", "In the customer's words")] {
        seat.press("4 enter");
        seat.press(open);
        let before = seat.picture();
        assert!(before.contains(title), "{before}");
        seat.press("f1");
        assert!(!seat.picture().contains(title), "help is in view: {}", seat.picture());
        seat.press("esc");
        assert_eq!(seat.picture(), before, "after {open}");
        seat.press("esc esc esc");
    }
}

#[test]
fn a_note_that_is_left_unwritten_logs_nothing_either() {
    let (shop, calls) = shop_with_calls(1);
    let mut lane = lane(&shop, &super::not_again::care(&shop, &calls[0]));
    shop.press(&mut lane, "enter x esc 1 2");
    let shown = shop.draw(Lang::En, 80, 24, &lane);
    assert!(lane.place() != Place::Calls && shown.contains("attempt 1 of"), "{shown}");
}

#[test]
fn board_and_list_count_the_same_calls() {
    let (shop, calls) = shop_with_calls(3);
    shop.press(&mut lane(&shop, &calls[0]), "1");
    let mut seat = shop.sit_down();
    let board = seat.picture();
    assert!(board.contains("calls due 2"), "{board}");
    seat.press("4");
    let list = seat.picture();
    assert!(list.contains("2 due") && list.contains("tried today 1 of 3"), "{list}");
}
