//! A trip to the customer: applied for, approved by another person, begun (Q4).

use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::visit::VisitNotes;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::order::Order;

use super::{fill, look, open, picture};
use crate::shop::Shop;

#[test]
fn q4_no_application_no_dispatch_and_the_box_leads_through_it() {
    let mut shop = Shop::new();
    let urgent = VisitNotes { urgent: Some(true), ..VisitNotes::default() };
    let order = shop.receive_car(OpenOrder {
        plate: "鲁B12K34".into(),
        says: "抛锚".into(),
        name: Some("王建国".into()),
        phone: Some("13800132211".into()),
        visit: Some(urgent),
        ..OpenOrder::default()
    });
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    assert_eq!(shop.press(&mut screen, ">"), Effect::Open(Place::Trip(order.clone())));
    let mut form = open(&shop, &Place::Trip(order.clone()));
    fill(&shop, &mut form, &["jump start", "> enter", "ring road to km 12", "> enter", "> 1"]);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Back, "the application alone");
    let trip = shop.order(&order).visit.trip.expect("applied for");
    assert_eq!((trip.engineer.as_str(), trip.approved), ("wang", None));
    // The one who goes is asked for and cannot approve it.
    let mut form = open(&shop, &Place::Trip(order.clone()));
    shop.press(&mut form, "y");
    look(&shop, "trip", &mut form);
    let people = shop.draw(Lang::En, 80, 24, &form);
    assert!(people.contains("Set out at"), "{people}");
    fill(&shop, &mut form, &["> tab tab", "1432", "> f10"]);
    assert_eq!(
        shop.order(&order).visit.trip.and_then(|trip| trip.departed).map(|at| at.to_string()[11..16].to_string()),
        Some("14:32".into())
    );
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("there"));
    for size in [(Lang::Zh, 80, 24), (Lang::En, 80, 24)] {
        picture(&shop, "order_trip", size, &screen);
    }
    assert!(matches!(shop.press(&mut screen, ">"), Effect::Say(..)), "on the way already");
    let plain = shop.order_in(Stage::Repair);
    let mut screen = shop.cx(Lang::En, |cx| Order::new(cx, plain).expect("there"));
    assert!(matches!(shop.press(&mut screen, ">"), Effect::Say(..)), "the car came to the shop");
}
