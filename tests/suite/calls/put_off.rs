//! What the customer put off is there to be mentioned in the call (feature 24).

use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;

use super::{calls, lane};
use crate::shop::Shop;

#[test]
fn feature_24_what_was_put_off_at_this_visit_and_earlier_stands_in_the_call() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::Quote);
    shop.quote(&order, "Wiper blades", 6, 20, 78);
    shop.quote(&order, "Front discs", 36, 200, 600);
    shop.decide(&order, &[(1, Decision::Accepted), (2, Decision::Deferred), (3, Decision::Declined)]);
    shop.promise(&order, "+3h");
    shop.start(&order, 1);
    shop.finish(&order);
    shop.check(&order, true);
    shop.hand_over(&order);
    shop.order_in(Stage::FollowUp);
    shop.on("2026-11-26T15:10");
    let calls: Vec<_> = calls(&shop).rows.into_iter().map(|row| row.call).collect();
    let shown = |call, columns, rows| shop.draw(Lang::En, columns, rows, &lane(&shop, call));
    let one =
        |columns, rows| calls.iter().map(|call| shown(call, columns, rows)).find(|shown| shown.contains("ut off"));
    let narrow = one(80, 24).expect("it is told");
    assert!(narrow.contains("Wiper blades 98.00") && narrow.contains("Front discs 800.00"), "{narrow}");
    let wide = one(160, 50).expect("it is told");
    assert!(wide.contains("Put off by the customer") && wide.contains("Wiper blades 98.00"), "{wide}");
    let told = calls.iter().filter(|call| shown(call, 80, 24).contains("Put off")).count();
    assert_eq!(told, 1, "who put nothing off is not asked about it");
}

#[test]
fn what_was_put_off_and_done_at_a_later_visit_is_put_off_no_more() {
    let shop = Shop::new();
    let visit = || {
        let car = OpenOrder { plate: "沪A12345".into(), says: "异响".into(), ..OpenOrder::default() };
        let order = shop.receive_car(OpenOrder {
            name: Some("王建国".into()),
            phone: Some("13800132211".into()),
            model: Some("VW Passat".into()),
            mileage: Some(42_310),
            ..car
        });
        shop.diagnose(&order);
        shop.quote(&order, "Front pads", 48, 200, 280);
        shop.quote(&order, "Wiper blades", 6, 20, 78);
        shop.decide(&order, &[(1, Decision::Accepted)]);
        order
    };
    let first = visit();
    shop.decide(&first, &[(2, Decision::Deferred)]);
    shop.promise(&first, "+3h");
    shop.start(&first, 1);
    shop.finish(&first);
    shop.check(&first, true);
    shop.hand_over(&first);
    shop.on("2026-11-27T09:10");
    let call = calls(&shop).rows[0].call.clone();
    let told = || super::call(&shop, &call).put_off.iter().map(|row| row.label.clone()).collect::<Vec<_>>();
    assert_eq!(told(), ["Wiper blades"]);
    let second = visit();
    assert_eq!(told(), ["Wiper blades"], "nothing is done yet");
    shop.decide(&second, &[(2, Decision::Accepted)]);
    assert_eq!(told(), [""; 0], "the customer had it done");
}
