//! Everyone at once: a call is held by one session, and who writes on a record is seen by the others (features 40, 68).

use std::collections::{BTreeMap, BTreeSet};

use shopdesk::desk::{Answer, DeskError, Envelope, Query, Session};
use shopdesk::domain::call::attempt::{LogAttempt, Outcome};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::role::Role;
use shopdesk::domain::{CallId, Command, Key, StaffId};
use shopdesk::tui::effect::Place;

use crate::shop::seat::Seated;
use crate::shop::{Shop, session_of};

/// A shop with a caller, Lin, and so many calls that are due; Li sits at its terminal.
fn with_calls(calls: usize) -> Seated {
    let mut shop = Shop::ruled(|rules| {
        (rules.call.attempts_max, rules.call.last_after_days) = (100_000, 100_000);
    });
    let (id, name) = (StaffId::new("lin"), "Lin".into());
    shop.run(Command::AddStaff(AddStaff { id, name, roles: vec![Role::Caller], uid: None, gone: false }));
    (0..calls).for_each(|_| drop(shop.order_in(Stage::FollowUp)));
    shop.on("2026-11-26T19:00");
    shop.sit_down()
}

fn held(seat: &Seated) -> Option<CallId> {
    seat.app.places().into_iter().find_map(|place| if let Place::Call(call) = place { Some(call) } else { None })
}

#[test]
fn two_callers_never_hold_one_call() {
    let mut li = with_calls(3);
    let mut lin = li.second_as(session_of("lin"));
    li.press("4 enter");
    let first = held(&li).expect("a call");
    lin.app.refresh();
    lin.press("4");
    let list = lin.picture();
    assert!(list.contains("Li calls"), "{list}");
    // The cursor stands on the call that Li has; Enter takes the next one.
    lin.press("enter");
    let second = held(&lin).expect("another call");
    assert_ne!(first, second);
    // After an outcome, the next call that nobody holds is there.
    li.press("1");
    let third = held(&li).expect("the third call");
    assert!(third != first && third != second);
    lin.press("1");
    assert_eq!(held(&lin), None, "all calls that are due are held or made: {}", lin.picture());
}

#[test]
fn the_desk_refuses_a_call_that_somebody_else_holds_with_name_and_time() {
    let mut li = with_calls(1);
    li.press("4 enter");
    let call = held(&li).expect("a call");
    let mut lin = li.second_as(session_of("lin"));
    lin.press("4 enter");
    assert_eq!(held(&lin), None);
    assert!(lin.picture().contains("Li took this call up at 19:00."), "{}", lin.picture());
    let attempt = Command::LogAttempt(LogAttempt { call: call.clone(), outcome: Outcome::NoAnswer, back_at: None });
    let refused = li.door().run(&session_of("lin"), Envelope::new(attempt));
    assert!(matches!(&refused, Err(DeskError::Held { who, .. }) if who.as_str() == "li"), "{refused:?}");
    // Whoever lets go makes it free at once; so does a session that ends.
    li.press("esc");
    lin.press("enter");
    assert_eq!(held(&lin), Some(call.clone()));
    drop(lin);
    li.press("enter");
    assert_eq!(held(&li), Some(call));
}

#[test]
fn a_call_is_free_after_minutes_without_a_key_and_what_was_typed_is_kept() {
    let mut li = with_calls(1);
    let mut lin = li.second_as(session_of("lin"));
    li.press("4 enter enter 5 4");
    let call = held(&li).expect("a call");
    li.wait(9 * 60);
    li.press("down");
    lin.press("4");
    li.wait(9 * 60);
    lin.app.refresh();
    lin.press("enter");
    assert_eq!(held(&lin), None, "a key renewed it");
    li.wait(60);
    lin.app.refresh();
    lin.press("enter");
    assert_eq!(held(&lin), Some(call.clone()));
    li.press("5");
    assert_eq!(held(&li), None);
    assert!(li.picture().contains("Lin took this call up"), "{}", li.picture());
    assert_eq!(li.drafts(), [format!("call-{call}.json")]);
}

#[test]
fn a_session_that_lost_its_line_keeps_its_call_for_two_minutes() {
    let mut li = with_calls(1);
    let mut lin = li.second_as(session_of("lin"));
    li.press("4 enter");
    li.app.parked();
    li.sleep(119);
    lin.press("4 enter");
    assert_eq!(held(&lin), None);
    // Back in time, it is Li's as before.
    li.app.taken_up_again();
    lin.sleep(5 * 60);
    lin.press("enter");
    assert_eq!(held(&lin), None);
    li.app.parked();
    li.sleep(120);
    lin.app.refresh();
    lin.press("enter");
    assert!(held(&lin).is_some());
    li.app.taken_up_again();
    assert_eq!(held(&li), None);
}

#[test]
fn who_writes_on_an_order_is_seen_on_the_board_on_the_order_and_in_the_form() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    let mut li = shop.sit_down();
    let mut zhao = li.second_as(session_of("zhao"));
    li.press("t");
    assert_eq!(li.app.places().last(), Some(&Place::Promise(order.clone())));
    li.wait(125);
    zhao.app.refresh();
    let board = zhao.picture();
    zhao.resize(160, 24);
    assert!(zhao.picture().contains("Li writes"), "{}", zhao.picture());
    zhao.resize(80, 24);
    zhao.press("space");
    let page = zhao.picture();
    insta::assert_snapshot!("seen", format!("{board}\n{page}"));
    assert!(page.contains("Li is writing here (2 min)"), "{page}");
    zhao.press("Q");
    assert!(zhao.picture().contains("Li is writing here (2 min)"), "{}", zhao.picture());
    li.app.refresh();
    assert!(li.picture().contains("Zhao is writing here"), "{}", li.picture());
    li.press("esc");
    zhao.app.refresh();
    assert!(!zhao.picture().contains("writing here"), "{}", zhao.picture());
}

#[test]
fn two_who_change_one_field_see_both_values_and_lose_neither() {
    let mut shop = Shop::new();
    let (id, name) = (StaffId::new("lin"), "Lin".into());
    shop.run(Command::AddStaff(AddStaff { id, name, roles: vec![Role::Advisor], uid: None, gone: false }));
    let order = shop.order_in(Stage::Repair);
    let mut li = shop.sit_down();
    let mut lin = li.second_as(session_of("lin"));
    for (seat, time) in [(&mut li, "1600"), (&mut lin, "1730")] {
        seat.press("t");
        seat.write(time);
        seat.press("1 p");
    }
    li.press("f10");
    lin.wait(2);
    lin.press("f10");
    let said = lin.picture();
    assert!(said.contains("changed by Li 2 s ago") && said.contains("1730"), "{said}");
    insta::assert_snapshot!("conflict", said);
    let promised = |seat: &Seated| {
        let answer = seat.door().ask(&session_of("li"), &Query::Order { id: order.clone() });
        let Ok(Answer::Order(page)) = answer else { panic!("no order") };
        page.promise.expect("promised").at.time().to_string()
    };
    assert_eq!(promised(&lin), "16:00:00", "nothing was overwritten");
    lin.press("f10");
    assert_eq!(promised(&lin), "17:30:00", "whoever saw both decides");
}

/// Numbers that look drawn and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

const SESSIONS: u64 = 8;
const STEPS: usize = 10_000;
const LEASE_MS: i64 = 10 * 60_000;
const PARKED_MS: i64 = 2 * 60_000;

/// Which session holds which call until when, as it has to be.
type Model = BTreeMap<CallId, (u64, i64)>;

fn due(seat: &Seated) -> Vec<CallId> {
    let Ok(Answer::Calls(page)) = seat.door().ask(&session_of("li"), &Query::Calls) else { panic!("no calls") };
    page.rows.into_iter().filter(|row| row.due <= seat.now()).map(|row| row.call).collect()
}

fn open(seat: &Seated) -> BTreeSet<CallId> {
    let Ok(Answer::Calls(page)) = seat.door().ask(&session_of("li"), &Query::Calls) else { panic!("no calls") };
    page.rows.into_iter().map(|row| row.call).collect()
}

/// Takes the first call that the desk gives.
fn take(seat: &Seated, session: &Session, model: &mut Model) {
    let now = seat.now().ms();
    for call in due(seat) {
        let other = model.get(&call).filter(|(of, until)| *of != session.id && *until > now);
        match seat.door().hold(session, &Key::Call(call.clone())) {
            Ok(()) => {
                assert!(other.is_none(), "{call} is held twice");
                model.insert(call, (session.id, now + LEASE_MS));
                return;
            }
            Err(DeskError::Held { .. }) => assert!(other.is_some(), "{call} is held by nobody, and refused"),
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// Logs an attempt for each call that the session thinks it holds.
fn answer(seat: &Seated, session: &Session, model: &mut Model) -> usize {
    let mine: Vec<CallId> =
        model.iter().filter(|(_, (of, _))| *of == session.id).map(|(call, _)| call.clone()).collect();
    for call in &mine {
        let attempt = LogAttempt { call: call.clone(), outcome: Outcome::NoAnswer, back_at: None };
        seat.door().run(session, Envelope::new(Command::LogAttempt(attempt))).expect("nobody else holds it");
        seat.door().let_go(session, Some(&Key::Call(call.clone())));
        model.remove(call);
    }
    mine.len()
}

#[test]
fn in_ten_thousand_steps_of_eight_sessions_no_call_is_held_twice_and_none_is_lost() {
    let seat = with_calls(8);
    let all = open(&seat);
    assert_eq!(all.len(), 8);
    let sessions: Vec<Session> = (1..=SESSIONS).map(|id| Session { id: 1000 + id, ..session_of("li") }).collect();
    let (mut dice, mut model, mut made) = (Dice(7), Model::new(), 0);
    for _ in 0..STEPS {
        let session = &sessions[dice.roll(sessions.len())];
        match dice.roll(20) {
            0..8 => take(&seat, session, &mut model),
            8..12 => made += answer(&seat, session, &mut model),
            12..14 => {
                seat.door().let_go(session, None);
                model.retain(|_, (of, _)| *of != session.id);
            }
            14 => {
                seat.door().park(session);
                let soon = seat.now().ms() + PARKED_MS;
                model.values_mut().filter(|(of, _)| *of == session.id).for_each(|(_, until)| *until = soon.min(*until));
            }
            15..19 => seat.sleep(dice.roll(300) as i64),
            _ => seat.sleep(dice.roll(86_400) as i64),
        }
        let now = seat.now().ms();
        model.retain(|_, (_, until)| *until > now);
        let Ok(Answer::Held(rows)) = seat.door().ask(&session_of("li"), &Query::Held) else { panic!("no leases") };
        let held: Vec<&CallId> =
            rows.iter().filter_map(|row| if let Key::Call(id) = &row.key { Some(id) } else { None }).collect();
        let once: BTreeSet<&CallId> = held.iter().copied().collect();
        assert_eq!(once.len(), held.len(), "one lease for one call");
        assert_eq!(once, model.keys().collect(), "what is held is what has to be");
        assert_eq!(open(&seat), all, "no call is lost");
    }
    assert!(made > 500, "{made} attempts");
    // Whatever died on the way: after a while every call can be taken again.
    seat.sleep(30 * 86_400);
    for call in due(&seat) {
        assert_eq!(seat.door().hold(&sessions[0], &Key::Call(call)), Ok(()));
    }
    assert_eq!(due(&seat).len(), all.len());
}
