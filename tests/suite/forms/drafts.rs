//! What was typed is not lost: drafts, conflicts, refusals that no field can show.

use shopdesk::domain::Command;
use shopdesk::domain::order::promise::SetPromise;
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;

use super::{fill, focus, kept, look, open};
use crate::shop::Shop;

#[test]
fn two_who_move_a_promise_both_see_what_the_other_wrote() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    let mut form = open(&shop, &Place::Promise(order.clone()));
    shop.press(&mut form, "1 7 3 0 1 p");
    let other = SetPromise {
        order: order.clone(),
        promise: "1800".into(),
        reason: Some(shopdesk::domain::order::promise::Reason::WorkLonger),
        how: Some(shopdesk::domain::order::consent::How::Phone),
        reached: None,
        solution: None,
        word: None,
    };
    shop.run(Command::SetPromise(other));
    assert!(matches!(shop.press(&mut form, "enter"), Effect::Run(_)), "refused");
    assert_eq!((focus(&form), kept(&form, "promise")), ("promise".into(), "1730".into()));
    look(&shop, "promise_conflict", &mut form);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back, "the second save is made knowingly");
    assert_eq!(shop.order(&order).promise.expect("promised").moves.len(), 2);
}

#[test]
fn after_a_conflict_the_form_asks_what_the_record_now_needs() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    shop.decide(&order, &[(1, Decision::Accepted)]);
    let mut form = open(&shop, &Place::Promise(order.clone()));
    fill(&shop, &mut form, &["> 1 7 3 0"]);
    shop.promise(&order, "1600");
    assert!(matches!(shop.press(&mut form, "enter"), Effect::Run(_)), "refused: there is a first promise by now");
    assert_eq!(kept(&form, "promise"), "1730");
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("Why"));
    assert_eq!(shop.press(&mut form, "enter 1 p enter"), Effect::Back);
    assert_eq!(shop.order(&order).promise.expect("promised").moves.len(), 1);
}

#[test]
fn a_draft_comes_back_with_the_cursor_and_only_with_what_was_typed() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    let place = Place::Line(order.clone(), Some(1));
    let mut form = open(&shop, &place);
    assert_eq!(form.draft(), None, "what was filled in is not typed");
    fill(&shop, &mut form, &["> tab", ", noisy", "> tab", "> ctrl+u"]);
    let draft = form.draft().expect("something was typed");
    assert!(!draft.values.contains_key("label"));
    assert_eq!(shop.press(&mut form, "esc"), Effect::Back);
    let mut again = open(&shop, &place);
    shop.cx(Lang::En, |cx| again.restore(cx, &draft));
    assert_eq!(again.draft().as_ref(), Some(&draft));
    assert_eq!(draft.focus, "benefit");
    shop.press(&mut again, "f10");
    let line = &shop.order(&order).lines[0];
    assert_eq!((line.why.as_str(), line.benefit.as_str()), ("worn, unsafe, noisy", ""));
}

#[test]
fn a_draft_remembers_what_it_saw() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Repair);
    let mut form = open(&shop, &Place::Promise(order.clone()));
    shop.press(&mut form, "1 7 3 0 1 p");
    let draft = form.draft().expect("something was typed");
    let mut other = open(&shop, &Place::Promise(order.clone()));
    assert_eq!(shop.press(&mut other, "1 8 0 0 2 p enter"), Effect::Back);
    let mut again = open(&shop, &Place::Promise(order.clone()));
    shop.cx(Lang::En, |cx| again.restore(cx, &draft));
    assert!(matches!(shop.press(&mut again, "f10"), Effect::Run(_)), "refused: 18:00 was written since");
    assert_eq!(shop.press(&mut again, "f10"), Effect::Back);
}

#[test]
fn what_may_only_be_read_cannot_be_saved_and_stays_typed() {
    let mut shop = Shop::new();
    let order = shop.receive();
    shop.who = "zhao";
    let mut form = open(&shop, &Place::Cancel(order));
    let effect = fill(&shop, &mut form, &["no right to", "> enter"]);
    assert!(matches!(effect, Effect::Run(_)), "refused");
    assert_eq!(kept(&form, "reason"), "no right to");
}
