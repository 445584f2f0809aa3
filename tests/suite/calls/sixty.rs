//! A caller's sixty attempts through a whole session: forty in a hundred are reached, one of them complains. Every key is
//! counted against the budget of REQUIREMENTS 7.

use std::collections::BTreeSet;

use shopdesk::desk::{Answer, Query};
use shopdesk::domain::CallId;
use shopdesk::domain::order::stage::Stage;
use shopdesk::tui::effect::Place;

use crate::shop::seat::Seated;
use crate::shop::{Shop, session_of};

const ATTEMPTS: usize = 60;
const REACHED: usize = 24;
/// An outcome takes one key; an answer the key for "reached", ten grades and `Enter`.
const OUTCOME_KEYS: usize = 1;
const ANSWER_KEYS: usize = 1 + 11;
/// The one low grade is asked for its reason, and the one complaint is taken down on the line.
const REASON_KEYS: usize = 3;
const COMPLAINT_KEYS: usize = 6;
const BUDGET: usize = (ATTEMPTS - REACHED) * OUTCOME_KEYS + REACHED * ANSWER_KEYS + REASON_KEYS + COMPLAINT_KEYS;

/// A caller whose keys are counted.
struct Caller {
    seat: Seated,
    keys: usize,
}

impl Caller {
    fn press(&mut self, keys: &str) {
        self.keys += keys.split_whitespace().count();
        self.seat.press(keys);
    }

    fn held(&self) -> Option<CallId> {
        let places = self.seat.app.places();
        places.into_iter().rev().find_map(|place| if let Place::Call(call) = place { Some(call) } else { None })
    }
}

#[test]
fn sixty_attempts_fit_the_budget_of_keys_and_the_scores_follow() {
    let mut shop = Shop::new();
    (0..ATTEMPTS).for_each(|_| drop(shop.order_in(Stage::FollowUp)));
    shop.on("2026-11-26T15:10");
    let mut caller = Caller { seat: shop.sit_down(), keys: 0 };
    caller.seat.press("4 enter");
    let (mut called, mut reached) = (BTreeSet::new(), 0);
    for attempt in 0..ATTEMPTS {
        let call = caller.held().unwrap_or_else(|| panic!("no call after {attempt}\n{}", caller.seat.picture()));
        assert!(called.insert(call), "a call comes once");
        match (attempt % 5, attempt) {
            (1, 1) => {
                reached += 1;
                // The price is too much, and the customer wants something done about it.
                caller.press("enter 5 4 5 5 5 4 2 1");
                caller.press("!");
                caller.seat.write("太贵了，说好的不是这个价");
                caller.press("enter 2 2 f10");
                caller.press("5 4 5 enter");
            }
            (1 | 3, _) => {
                reached += 1;
                caller.press("enter 5 4 5 5 0 4 3 5 4 5 enter");
            }
            _ => caller.press(["1", "2", "3", "4"][attempt % 4]),
        }
    }
    assert_eq!((reached, called.len(), caller.held()), (REACHED, ATTEMPTS, None), "{}", caller.seat.picture());
    println!("{} keys of {BUDGET}", caller.keys);
    assert!(caller.keys <= BUDGET, "{} keys, {BUDGET} are allowed", caller.keys);
    let list = caller.seat.picture();
    assert!(list.contains("24 ended today") && list.contains("reached 40 %"), "{list}");
    let Ok(Answer::Complaints(page)) = caller.seat.door().ask(&session_of("li"), &Query::Complaints) else { panic!() };
    assert_eq!(page.open.len(), 1);
    caller.seat.press("6");
    let scores = caller.seat.picture();
    assert!(scores.contains("24"), "{scores}");
    println!("{scores}");
}
