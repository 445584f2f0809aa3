//! A whole session under the fingers: drafts that come back or are given up, the first run, a terminal too small.

use shopdesk::domain::StaffId;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;
use shopdesk::tui::app::Flow;
use shopdesk::tui::effect::Place;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::form::FormScreen;

use crate::shop::Shop;
use crate::shop::seat::Seated;

fn board() -> Seated {
    let mut shop = Shop::new();
    shop.order_in(Stage::Receive);
    shop.sit_down()
}

#[test]
fn a_draft_that_comes_back_says_from_when_and_can_be_discarded() {
    let mut seat = board();
    seat.press("n");
    seat.write("沪D55A20");
    seat.press("tab");
    seat.write("周伟");
    seat.press("tab tab esc");
    assert_eq!(seat.drafts().len(), 1);
    seat.press("n");
    let back = seat.picture();
    let above = back.lines().take_while(|line| !line.contains("Plate")).collect::<String>();
    assert!(above.contains(": 沪D 55A20 周伟. F7 starts afresh."), "{back}");
    // The cursor is in the first field to fill, which is the phone.
    seat.write("13400130006");
    let shown = seat.picture();
    assert!(
        shown.contains("13400130006") && shown.contains("F7 discard draft") && shown.contains("F1 keys"),
        "{shown}"
    );
    seat.press("f7");
    let gone = seat.picture();
    assert!(!gone.contains("周伟") && !gone.contains("F7") && gone.contains("The draft is discarded."), "{gone}");
    assert!(seat.drafts().is_empty());
    seat.press("esc n");
    assert!(!seat.picture().contains("Draft"));
}

#[test]
fn each_new_order_begun_is_a_draft_of_its_own() {
    let mut seat = board();
    seat.press("n");
    seat.write("沪D55A20");
    seat.press("esc n ctrl+o");
    let empty = seat.picture();
    assert!(!empty.contains("沪D55A20"), "nothing waits but the one that was there: an empty form. {empty}");
    assert!(
        empty.contains("1 draft waits: Ctrl+O brings the next one") && empty.contains("Ctrl+O next draft"),
        "{empty}"
    );
    seat.write("苏E90Q1A");
    seat.press("esc");
    assert_eq!(seat.drafts().len(), 2);
    seat.press("n");
    assert!(seat.picture().contains("苏E90Q1A"), "the newest comes back first");
    seat.press("ctrl+o");
    assert!(
        !seat.picture().contains("苏E90Q1A") && !seat.picture().contains("沪D55A20"),
        "after the last an empty one"
    );
    seat.press("ctrl+o");
    assert!(seat.picture().contains("沪D55A20"), "then the first: {}", seat.picture());
    seat.press("f7");
    assert!(!seat.picture().contains("沪D55A20"), "{}", seat.picture());
    seat.press("ctrl+o");
    assert!(seat.picture().contains("苏E90Q1A"), "{}", seat.picture());
    assert_eq!(seat.drafts().len(), 1);
}

#[test]
fn two_terminals_of_one_person_do_not_share_a_draft() {
    let mut one = board();
    let mut two = one.second();
    one.press("n");
    one.write("沪D55A20");
    two.press("n");
    two.write("苏E90Q1A");
    one.app.keep();
    two.app.keep();
    assert_eq!(one.drafts().len(), 2);
    one.press("esc n");
    assert!(one.picture().contains("沪D55A20"), "{}", one.picture());
    two.press("esc n");
    assert!(two.picture().contains("苏E90Q1A"), "{}", two.picture());
}

#[test]
fn the_language_changes_at_any_moment() {
    let mut seat = board();
    for keys in ["space y", "f8", "n", "6 enter", "6 g", "space o", "ctrl+p", "?", "f9", "/"] {
        seat.press(keys);
        let english = seat.picture();
        seat.press("f2");
        assert_ne!(seat.picture(), english, "after {keys}");
        assert!(
            seat.picture().chars().filter(|c| "按键返回关闭选定下一步保存".contains(*c)).count() > 2,
            "after {keys}: {}",
            seat.picture()
        );
        seat.press("f2 esc esc esc 1");
    }
}

#[test]
fn a_draft_of_a_check_does_not_come_back_into_the_next_one() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Inspect);
    let check = Place::Quality(order.clone());
    let open = |shop: &Shop| shop.cx(Lang::En, |cx| FormScreen::open(cx, &check).expect("it can be shown"));
    let mut first = open(&shop);
    shop.press(&mut first, "n f");
    let draft = first.draft().expect("something was typed");
    let restore = |shop: &Shop| {
        let mut form = open(shop);
        shop.cx(Lang::En, |cx| form.restore(cx, &draft))
    };
    assert!(restore(&shop), "the same check goes on");
    shop.at("14:40");
    shop.check(&order, false);
    shop.start(&order, 1);
    shop.finish(&order);
    assert!(!restore(&shop), "what was found before the repair was done again is over");
}

#[test]
fn a_terminal_that_is_too_small_takes_no_key_but_the_one_that_leaves() {
    let mut seat = board();
    seat.resize(30, 8);
    assert!(seat.picture().contains("At least"), "{}", seat.picture());
    seat.press("n x y");
    seat.resize(80, 24);
    assert!(seat.picture().contains("Board"), "{}", seat.picture());
    seat.resize(30, 8);
    assert!(matches!(seat.press("ctrl+q"), Flow::Leave(_)));
}

#[test]
fn before_there_is_a_shop_only_what_makes_sense_is_offered() {
    let mut seat = Shop::bare().sit_down();
    let shown = seat.picture();
    assert!(!shown.contains("F3") && !shown.contains("F8") && !shown.contains("F9"), "{shown}");
    assert!(shown.contains("Ctrl+Q leave") && shown.contains("F2 中文"), "{shown}");
    seat.press("f8 f9 f3 ctrl+p");
    assert_eq!(seat.picture(), shown, "nothing happens");
    seat.press("esc");
    assert!(seat.picture().contains("Ctrl+Q leaves"), "{}", seat.picture());
    seat.press("f2");
    assert!(seat.picture().contains("首次"), "{}", seat.picture());
    seat.press("f1 esc f2");
    assert_eq!(seat.picture(), shown);
}

#[test]
fn a12_flow_and_prices_open_with_one_key_from_the_intake_and_lose_nothing_of_it() {
    let mut seat = board();
    seat.press("n");
    seat.write("沪D55A20");
    seat.press("tab");
    seat.write("周伟");
    seat.press("f12");
    let shown = seat.picture();
    assert!(
        shown.contains("A visit in seven steps") && shown.contains("1 receive") && shown.contains("OIL"),
        "{shown}"
    );
    insta::assert_snapshot!("prices_80x24", shown);
    for _ in 0..3 {
        seat.press("page-down");
    }
    let below = seat.picture();
    assert!(below.contains("RPD") && below.contains("Prices of 2026-11-23") && below != shown, "{below}");
    seat.press("f2");
    assert!(seat.picture().contains("含工时与配件"), "{}", seat.picture());
    seat.press("f2 esc");
    seat.write("x");
    let form = seat.picture();
    assert!(form.contains("周伟x") && form.contains("沪D"), "the cursor is where it was: {form}");
    // From anywhere else, too; the key that opened it closes it.
    seat.press("esc f12");
    assert!(seat.picture().contains("A visit in seven steps"));
    seat.press("f12");
    assert!(!seat.picture().contains("A visit in seven steps"));
}

#[test]
fn after_a_lost_server_the_same_person_goes_on_where_they_were() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let mut lost = shop.sit_down();
    lost.press("enter");
    let places = lost.app.places();
    assert!(places.len() > 1 && lost.app.who().as_str() == "li", "{places:?}");
    let mut next = lost.second();
    next.app.take_up(&StaffId::new("zhao"), &[Place::Board, Place::Order(order.clone()), Place::SwitchPerson]);
    assert_eq!(next.app.who().as_str(), "zhao");
    assert_eq!(next.app.places(), [Place::Board, Place::Order(order.clone())], "the box of people is not opened again");
    // Somebody who does not work here is not taken, whatever the note says.
    let mut other = lost.second();
    other.app.take_up(&StaffId::new("nobody"), &[Place::Board, Place::Order(order)]);
    assert_eq!((other.app.who().as_str(), other.app.places().len()), ("li", 1));
}

#[test]
fn a_draft_that_became_another_cars_says_so_and_stays_with_the_card_it_began_at() {
    let mut shop = Shop::new();
    shop.order_in(Stage::FollowUp);
    let mut seat = shop.sit_down();
    // Begun at the card of one car, and then typed for another one.
    seat.press("/ 1 2 3 4 5 enter n up");
    assert!(seat.picture().contains("王建国"), "{}", seat.picture());
    seat.press("up up up up up up ctrl+u");
    seat.write("沪D55A20");
    seat.press("esc n");
    let astray = seat.picture();
    assert!(astray.contains("about another car: 沪D 55A20, not 沪A 12345."), "{astray}");
    seat.press("f7");
    assert!(!seat.picture().contains("Draft from") && !seat.picture().contains("55A20"), "{}", seat.picture());
}

#[test]
fn another_person_comes_back_to_the_form_with_a_draft_of_their_own() {
    let mut shop = Shop::new();
    shop.order_in(Stage::Inspect);
    let mut seat = shop.sit_down();
    seat.press("/ 1 2 3 4 5 enter enter");
    assert!(seat.picture().contains("Zhao, though Li is at the keys: F9 changes the person"), "{}", seat.picture());
    seat.press("n p");
    seat.press("f9");
    seat.write("Zhao");
    seat.press("enter");
    let check = seat.picture();
    assert!(check.contains("Quality check") && check.contains("Zhao: you sign as the inspector"), "{check}");
    assert!(!check.contains("Draft from"), "what Li typed is Li's. {check}");
    seat.press("y p f10 f9");
    seat.write("Li");
    seat.press("enter");
    // Where no form was open, a person begins at the board.
    assert!(seat.picture().contains("Board"), "{}", seat.picture());
}

#[test]
fn a_form_that_is_open_for_the_next_one_says_so_and_how_to_finish() {
    let mut shop = Shop::new();
    shop.order_in(Stage::Diagnose);
    let mut seat = shop.sit_down();
    seat.press("/ 1 2 3 4 5 enter d");
    assert!(seat.picture().contains("Esc keep draft"), "{}", seat.picture());
    seat.write("pads 2 mm");
    seat.press("enter");
    seat.write("worn");
    seat.press("enter enter");
    let saved = seat.picture();
    assert!(saved.contains("Saved finding 2") && saved.contains("Now the next one; Esc = finished."), "{saved}");
    assert!(saved.contains("Esc finished") && !saved.contains("Esc keep draft"), "{saved}");
    seat.write("d");
    assert!(seat.picture().contains("Esc keep draft"), "{}", seat.picture());
}
