//! Complaints: taken down, answered, closed.

use shopdesk::desk::{Answer, Query};
use shopdesk::domain::complaint::raise::{Category, Severity};
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{ComplaintId, OrderId};
use shopdesk::tui::effect::{Effect, Place};

use super::{fill, focus, kept, known_car, look, open};
use crate::shop::Shop;

fn raise(shop: &Shop, order: Option<OrderId>) -> ComplaintId {
    let mut form = open(shop, &Place::NewComplaint { order, call: None, words: String::new() });
    let effect = fill(shop, &mut form, &["刹车还是响", "> enter", "> 2 1 3 1 enter"]);
    let Effect::Turn(Place::Complaint(id)) = effect else { panic!("{effect:?}") };
    id
}

#[test]
fn a_complaint_takes_the_words_and_six_keys() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let mut form = open(&shop, &Place::NewComplaint { order: Some(order.clone()), call: None, words: String::new() });
    fill(&shop, &mut form, &["刹车还是响", "> enter", "> 2"]);
    look(&shop, "complaint", &mut form);
    let id = raise(&shop, Some(order.clone()));
    let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
    assert_eq!(
        (page.row.order, page.row.severity, page.row.category),
        (Some(order), Severity::Important, Category::Quality)
    );
}

#[test]
fn a_complaint_from_nowhere_finds_whom_it_is_about() {
    let mut shop = Shop::new();
    known_car(&mut shop);
    let place = Place::NewComplaint { order: None, call: None, words: String::new() };
    let mut form = open(&shop, &place);
    fill(&shop, &mut form, &["too dear", "> enter", "99999", "> enter", "> 1 3 enter enter enter"]);
    assert_eq!((focus(&form), kept(&form, "words")), ("about".into(), "too dear".into()));
    let effect = fill(&shop, &mut form, &["> ctrl+u", "2345", "> f10"]);
    let Effect::Turn(Place::Complaint(id)) = effect else { panic!("{effect:?}") };
    let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
    assert_eq!(page.row.name, "王建国");
}

#[test]
fn a_complaint_is_answered_and_closed_only_then() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let id = raise(&shop, Some(order));
    let mut close = open(&shop, &Place::CloseComplaint(id.clone()));
    fill(&shop, &mut close, &["> y", "现在好了", "> enter"]);
    assert_eq!((focus(&close), kept(&close, "words")), ("satisfied".into(), "现在好了".into()));
    look(&shop, "close_complaint", &mut close);
    let mut answer = open(&shop, &Place::NoteComplaint(id.clone(), true));
    look(&shop, "note_complaint", &mut answer);
    assert_eq!(fill(&shop, &mut answer, &["周三上午返修, 不收费", "> enter"]), Effect::Back);
    let mut close = open(&shop, &Place::CloseComplaint(id.clone()));
    assert_eq!(fill(&shop, &mut close, &["> y", "现在好了", "> enter"]), Effect::Back);
    let Answer::Complaint(page) = shop.ask(&Query::Complaint { id }) else { panic!("no complaint") };
    assert!(page.row.closed.is_some());
}
