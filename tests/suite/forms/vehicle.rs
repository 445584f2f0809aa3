//! A vehicle's file put right, and its owner's.

use shopdesk::desk::rows::VehiclePage;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::VehicleId;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::vehicle::Vehicle;

use super::{fill, focus, look, open};
use crate::shop::Shop;

fn card(shop: &Shop, id: &VehicleId) -> VehiclePage {
    match shop.ask(&Query::Vehicle { id: id.clone() }) {
        Answer::Vehicle(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// A car that has left, and its card's form.
fn away(shop: &mut Shop) -> VehicleId {
    let order = shop.order_in(Stage::FollowUp);
    shop.order(&order).vehicle
}

/// Saves, with all the commands that follow each other.
fn save(shop: &Shop, form: &mut FormScreen) -> Effect {
    let mut effect = shop.press(form, "f10");
    while let Effect::Run(ask) = effect {
        let receipt = shop.run(ask.command);
        effect = shop.cx(Lang::En, |cx| form.done(cx, &receipt));
    }
    effect
}

#[test]
fn plate_vin_and_model_are_put_right_from_the_card() {
    let mut shop = Shop::new();
    let id = away(&mut shop);
    let mut screen = shop.cx(Lang::En, |cx| Vehicle::new(cx, id.clone()).expect("it is there"));
    assert_eq!(shop.press(&mut screen, "c"), Effect::Open(Place::ChangeVehicle(id.clone())));
    let mut form = open(&shop, &Place::ChangeVehicle(id.clone()));
    fill(&shop, &mut form, &["> ctrl+u", "沪ad12345", "> tab", "LSVAA4187C2184841", "> tab ctrl+u", "VW Passat 2019"]);
    look(&shop, "vehicle", &mut form);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    let page = card(&shop, &id);
    assert_eq!((page.plate.as_str(), page.vin.as_str()), ("沪AD12345", "LSVAA4187C2184841"));
    assert_eq!((page.model.as_str(), page.name.as_str()), ("VW Passat 2019", "王建国"));
}

#[test]
fn a_wrong_plate_is_told_at_its_field() {
    let mut shop = Shop::new();
    let id = away(&mut shop);
    let mut form = open(&shop, &Place::ChangeVehicle(id));
    fill(&shop, &mut form, &["> ctrl+u", "沪A1", "> f10"]);
    assert_eq!(focus(&form), "plate");
}

#[test]
fn what_is_wrong_is_said_again_whichever_way_one_leaves_the_field() {
    let mut shop = Shop::new();
    let id = away(&mut shop);
    let mut form = open(&shop, &Place::ChangeVehicle(id));
    let told = |shop: &Shop, form: &FormScreen| shop.draw(Lang::En, 160, 50, form).contains("a VIN has 17");
    fill(&shop, &mut form, &["> ctrl+u tab", "LSVAA", "> tab"]);
    assert!(told(&shop, &form), "{}", shop.draw(Lang::En, 160, 50, &form));
    shop.press(&mut form, "up");
    assert!(!told(&shop, &form), "while one mends it, it is not scolded");
    shop.press(&mut form, "f10");
    assert_eq!(focus(&form), "plate", "that is missing");
    assert!(told(&shop, &form), "{}", shop.draw(Lang::En, 160, 50, &form));
}

#[test]
fn another_name_is_the_same_person_or_a_new_owner_and_that_is_asked() {
    let mut shop = Shop::new();
    let id = away(&mut shop);
    let first = card(&shop, &id).customer.expect("it has an owner");
    let mut form = open(&shop, &Place::ChangeVehicle(id.clone()));
    let to_name = "> tab tab tab ctrl+u";
    assert_eq!(fill(&shop, &mut form, &[to_name, "王健国", "> enter s f10"]), Effect::Back);
    let page = card(&shop, &id);
    assert_eq!((page.name.as_str(), page.customer), ("王健国", Some(first.clone())));
    let mut form = open(&shop, &Place::ChangeVehicle(id.clone()));
    fill(&shop, &mut form, &[to_name, "周伟", "> enter o", "> ctrl+u", "13400130006"]);
    assert_eq!(save(&shop, &mut form), Effect::Back);
    let page = card(&shop, &id);
    assert_eq!((page.name.as_str(), page.phone.as_str()), ("周伟", "13400130006"));
    assert_ne!(page.customer, Some(first));
}

#[test]
fn a_new_owner_who_is_a_customer_already_gets_no_second_file() {
    let mut shop = Shop::new();
    let id = away(&mut shop);
    let second = away(&mut shop);
    let known = card(&shop, &second);
    let mut form = open(&shop, &Place::ChangeVehicle(id.clone()));
    fill(&shop, &mut form, &["> tab tab tab ctrl+u", &known.name, "> enter o", "> ctrl+u", &known.phone]);
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("is on file already"));
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back);
    assert_eq!(card(&shop, &id).customer, known.customer);
}
