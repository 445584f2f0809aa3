//! Who is at the keys: PINs, screens that lock, and people who leave while they are logged in.

use shopdesk::desk::{DeskError, Door, Envelope, Session};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::pin::SetPin;
use shopdesk::domain::{Command, StaffId};
use shopdesk::tui::app::Flow;
use shopdesk::tui::effect::Place;

use crate::shop::seat::Seated;
use crate::shop::{Shop, session_of};

const PIN: &str = "4711";

/// A shop at whose terminal Li sits, and whose Wang has a PIN.
fn with_pin() -> Seated {
    let shop = Shop::new();
    shop.desk.change_pin(&session_of("wang"), "", PIN).expect("his first PIN");
    shop.sit_down()
}

fn caller(who: &str) -> Session {
    Session { caller: Some(StaffId::new(who)), uid: None, ..session_of(who) }
}

fn switch_to(seat: &mut Seated, name: &str) {
    seat.press("f9");
    seat.write(name);
    seat.press("enter");
}

#[test]
fn an_id_typed_whole_means_that_person_and_nobody_whose_name_holds_it() {
    let shop = Shop::new();
    for (id, name) in [("chen", "Chen"), ("he", "Zhou")] {
        let add = serde_json::json!({ "do": "add_staff", "with": { "id": id, "name": name, "roles": ["advisor"] } });
        shop.run(serde_json::from_value(add).expect("a person"));
    }
    let mut seat = shop.sit_down();
    switch_to(&mut seat, "he");
    assert_eq!(seat.app.who().as_str(), "he");
}

#[test]
fn who_has_no_pin_is_switched_to_and_who_has_one_is_asked_for_it() {
    let mut seat = with_pin();
    switch_to(&mut seat, "zhao");
    assert_eq!((seat.app.who().as_str(), seat.app.places()), ("zhao", vec![Place::Board]));
    switch_to(&mut seat, "wang");
    assert_eq!(seat.app.who().as_str(), "zhao");
    insta::assert_snapshot!("asked", seat.picture());
    seat.write("1234");
    seat.press("enter");
    assert_eq!(seat.app.who().as_str(), "zhao");
    let said = seat.picture();
    assert!(said.contains("This is not the PIN of Wang."), "{said}");
    assert!(!said.contains("1234"), "{said}");
    seat.write(PIN);
    seat.press("enter");
    assert_eq!((seat.app.who().as_str(), seat.app.places()), ("wang", vec![Place::Board]));
}

#[test]
fn over_ssh_another_person_always_needs_a_pin_and_nobody_learns_who_has_one() {
    let seat = with_pin();
    let mut far = seat.second_as(caller("li"));
    let mut answers = Vec::new();
    for (name, id) in [("wang", "wang"), ("zhao", "zhao")] {
        switch_to(&mut far, name);
        assert_eq!(far.app.places().last(), Some(&Place::Pin(StaffId::new(id))));
        far.write("0000");
        far.press("enter");
        let names = [("Wang", "N"), ("Zhao", "N")];
        answers.push(names.iter().fold(far.picture(), |said, (name, n)| said.replace(name, n)));
        far.press("esc esc");
    }
    assert_eq!(answers[0], answers[1], "who has a PIN and who has none is told alike");
    assert_eq!(far.app.who().as_str(), "li");
    switch_to(&mut far, "wang");
    far.write(PIN);
    far.press("enter");
    assert_eq!(far.app.who().as_str(), "wang");
}

#[test]
fn over_ssh_one_goes_back_to_whose_key_it_was_without_a_pin_but_not_past_a_lock() {
    let seat = with_pin();
    let li = StaffId::new("li");
    let as_wang = Session { who: StaffId::new("wang"), ..caller("li") };
    assert_eq!(seat.door().admit(&as_wang, &li, None), Ok(()), "by key, whether or not there is a PIN");
    assert!(seat.door().change_pin(&session_of("li"), "", "2580").is_ok());
    assert_eq!(seat.door().admit(&as_wang, &li, None), Ok(()));
    // Nobody else, and nobody who did not come by that key.
    let (zhao, wang) = (StaffId::new("zhao"), StaffId::new("wang"));
    assert!(matches!(seat.door().admit(&as_wang, &zhao, None), Err(DeskError::PinNeeded { .. })));
    let as_zhao = Session { who: zhao, ..caller("li") };
    assert!(matches!(seat.door().admit(&as_zhao, &wang, None), Err(DeskError::PinNeeded { .. })));
    assert!(matches!(seat.door().admit(&caller("wang"), &li, None), Err(DeskError::PinNeeded { .. })));
    assert!(matches!(seat.door().admit(&session_of("wang"), &li, None), Err(DeskError::PinNeeded { .. })));

    let mut far = seat.second_as(caller("li"));
    switch_to(&mut far, "wang");
    far.write(PIN);
    far.press("enter f9");
    assert_eq!(far.app.who().as_str(), "wang");
    insta::assert_snapshot!("by_key", far.picture());
    far.write("li");
    far.press("enter");
    assert_eq!((far.app.who().as_str(), far.app.places()), ("li", vec![Place::Board]));
    // Before a locked screen anybody may sit.
    switch_to(&mut far, "wang");
    far.write(PIN);
    far.press("enter ctrl+l");
    switch_to(&mut far, "li");
    assert_eq!((far.app.who().as_str(), far.app.places().last()), ("wang", Some(&Place::Pin(li))));
}

#[test]
fn five_wrong_pins_make_one_wait_half_a_minute_and_the_next_twice_as_long() {
    let mut seat = with_pin();
    let wang = StaffId::new("wang");
    let tried = |seat: &Seated, pin: &str| seat.door().admit(&session_of("li"), &wang, Some(pin));
    for _ in 0..5 {
        assert!(matches!(tried(&seat, "0000"), Err(DeskError::WrongPin { .. })));
    }
    assert_eq!(tried(&seat, PIN), Err(DeskError::PinWait { who: wang.clone(), seconds: 30 }), "even the right one");
    seat.wait(30);
    assert!(matches!(tried(&seat, "0000"), Err(DeskError::WrongPin { .. })));
    assert_eq!(tried(&seat, PIN), Err(DeskError::PinWait { who: wang.clone(), seconds: 60 }));
    for _ in 0..10 {
        seat.wait(15 * 60);
        assert!(matches!(tried(&seat, "0000"), Err(DeskError::WrongPin { .. })));
    }
    assert_eq!(tried(&seat, PIN), Err(DeskError::PinWait { who: wang.clone(), seconds: 15 * 60 }));
    // Each person has their own count, and the right PIN ends it.
    assert_eq!(seat.door().admit(&session_of("li"), &StaffId::new("zhao"), None), Ok(()));
    seat.wait(15 * 60);
    assert_eq!(tried(&seat, PIN), Ok(()));
    assert!(matches!(tried(&seat, "0000"), Err(DeskError::WrongPin { .. })));
    assert_eq!(tried(&seat, PIN), Ok(()));
}

#[test]
fn a_pin_is_changed_against_the_old_one_and_only_its_hash_is_written() {
    let mut seat = with_pin();
    switch_to(&mut seat, "wang");
    seat.write(PIN);
    seat.press("enter shift+f9");
    let change = |seat: &mut Seated, old: &str, new: &str, again: &str| {
        for typed in [old, new, again] {
            seat.write(typed);
            seat.press("enter");
        }
    };
    change(&mut seat, "1111", "2222", "2222");
    assert!(seat.picture().contains("This is not the PIN of Wang."));
    change(&mut seat, PIN, "2222", "2223");
    assert!(seat.picture().contains("not the same"), "{}", seat.picture());
    seat.press("esc shift+f9");
    change(&mut seat, PIN, "98765432", "98765432");
    assert!(seat.picture().contains("Your PIN is set."), "{}", seat.picture());
    let (li, wang) = (session_of("li"), StaffId::new("wang"));
    assert!(matches!(seat.door().admit(&li, &wang, Some(PIN)), Err(DeskError::WrongPin { .. })));
    assert_eq!(seat.door().admit(&li, &wang, Some("98765432")), Ok(()));
    assert_eq!(seat.drafts(), Vec::<String>::new(), "nothing of a PIN is a draft");
    let journal = seat.journal();
    let lines: Vec<&str> = journal.lines().filter(|line| line.contains("staff.pin-set")).collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines.iter().all(|line| line.contains(r#""personal":"#) && line.contains("$argon2id$v=19$m=19456,t=2,p=1$"))
    );
    assert!(!journal.contains("98765432") && !journal.contains(&format!("\"{PIN}\"")));
    // Nothing typed as the new one takes the PIN away.
    seat.press("shift+f9");
    change(&mut seat, "98765432", "", "");
    assert_eq!(seat.door().admit(&li, &wang, None), Ok(()));
}

#[test]
fn only_a_hash_of_the_right_cost_is_taken_and_not_said_again() {
    let shop = Shop::new();
    let set = |hash: &str| Command::SetPin(SetPin { staff: StaffId::new("zhao"), hash: Some(hash.into()) });
    for hash in ["1234", "$argon2id$v=19$m=4194304,t=9,p=1$c2FsdHNhbHQ$aGFzaA"] {
        let refused = format!("{:?}", shop.refuse(set(hash)));
        assert!(refused.contains("NotAHash") && !refused.contains(hash), "{refused}");
    }
    let allowed = shop.try_as("wang", set("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"));
    assert!(matches!(allowed, Err(DeskError::NotAllowed { .. })));
}

#[test]
fn a_screen_that_nobody_touches_locks_and_keeps_what_was_typed() {
    let mut shop = Shop::new();
    shop.order_in(Stage::Quote);
    let mut seat = shop.sit_down();
    seat.press("n");
    seat.write("A777");
    assert_eq!(seat.next_lock(), Some(15 * 60_000));
    seat.wait(14 * 60 + 59);
    assert!(!seat.app.places().contains(&Place::Lock));
    seat.wait(1);
    assert_eq!(seat.next_lock(), None, "a locked screen wakes nobody");
    let locked = seat.picture();
    insta::assert_snapshot!("locked", locked);
    assert!(!locked.contains("A777") && !locked.contains("王建国"));
    // No key leads past it.
    for key in ["n", "/", "1", "esc", "space", "ctrl+p", "f3", "f8", "f12", "f1", "shift+f9"] {
        seat.press(key);
        assert_eq!(seat.app.places().last(), Some(&Place::Lock), "{key}");
    }
    assert_eq!(seat.drafts(), ["new-order-1.json"]);
    seat.press("backspace backspace enter");
    assert!(!seat.app.places().contains(&Place::Lock));
    let before = seat.picture();
    assert!(before.contains("A777"), "{before}");
    seat.write("8");
    assert!(seat.picture().contains("A7778"), "the cursor stands where it stood");
}

#[test]
fn a_key_that_comes_before_the_sleeper_does_nothing_but_show_the_lock() {
    let seat = Shop::new().sit_down();
    let mut late = seat.second();
    late.sleep(15 * 60);
    late.press("n");
    assert_eq!(late.app.places(), [Place::Board, Place::Lock]);
}

#[test]
fn a_locked_screen_opens_for_its_own_pin_or_for_another_person() {
    let mut seat = with_pin();
    switch_to(&mut seat, "wang");
    seat.write(PIN);
    seat.press("enter ctrl+l");
    assert_eq!(seat.app.places(), [Place::Board, Place::Lock]);
    seat.press("enter");
    assert!(seat.picture().contains("Type your PIN"), "{}", seat.picture());
    seat.write("1111");
    seat.press("enter");
    assert!(seat.picture().contains("This is not the PIN of Wang."));
    seat.write(PIN);
    seat.press("enter");
    assert_eq!(seat.app.places(), [Place::Board]);
    seat.press("ctrl+l");
    switch_to(&mut seat, "zhao");
    assert_eq!((seat.app.who().as_str(), seat.app.places()), ("zhao", vec![Place::Board]));
    seat.press("ctrl+l");
    assert!(matches!(seat.press("ctrl+q"), Flow::Leave(_)));
}

#[test]
fn who_leaves_the_shop_while_logged_in_sees_nothing_more() {
    let mut shop = Shop::new();
    shop.order_in(Stage::Quote);
    let seat = shop.sit_down();
    let mut his = seat.second_as(caller("wang"));
    assert!(his.picture().contains("王建国"));
    let gone = AddStaff { id: StaffId::new("wang"), name: "Wang".into(), roles: vec![], uid: None, gone: true };
    seat.door().run(&session_of("li"), Envelope::new(Command::AddStaff(gone))).expect("li may");
    his.app.refresh();
    assert_eq!(his.app.places().last(), Some(&Place::Lock));
    assert!(!his.picture().contains("王建国"));
    his.press("enter");
    assert_eq!(his.app.places().last(), Some(&Place::Lock), "{}", his.picture());
}

#[test]
fn a_lost_line_taken_up_again_by_a_key_is_locked_where_somebody_else_was_at_work() {
    let seat = with_pin();
    let mut far = seat.second_as(caller("li"));
    far.app.taken_up_again();
    assert_eq!(far.app.places(), [Place::Board]);
    switch_to(&mut far, "wang");
    far.write(PIN);
    far.press("enter");
    far.app.taken_up_again();
    assert_eq!(far.app.places(), [Place::Board, Place::Lock]);
}
