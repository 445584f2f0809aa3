//! What the customer put off is there to be mentioned in the call (feature 24).

use shopdesk::domain::order::quote::Decision;
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
