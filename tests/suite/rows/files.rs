//! P1 and P2: files of customers and vehicles.

use serde_json::json;
use shopdesk::desk::rows::CustomerPage;
use shopdesk::desk::{Answer, Query};
use shopdesk::domain::CustomerId;
use shopdesk::domain::customer::Segment;
use shopdesk::domain::order::stage::Stage;
use shopdesk::report::Sheet;
use shopdesk::text::Lang;
use shopdesk::tui::screen::board::Board;

use super::{AT_HAND_OVER, HAND_OVER, OPEN, after, draw, no, on_first, page, printed, refused, shown, tell};
use crate::shop::Shop;

fn customer(shop: &Shop, id: &str) -> CustomerPage {
    match shop.ask(&Query::Customer { id: CustomerId::new(id) }) {
        Answer::Customer(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

#[test]
fn p1_merging_two_files_keeps_both_histories_and_can_be_undone() {
    let other = r#"{"do":"open_order","with":{"plate":"浙BD88123","says":"空调不冷","name":"王先生","phone":"13900130002","mileage":9}}"#;
    let shop = after(&[OPEN, other]);
    assert_eq!([customer(&shop, "C1").visits, customer(&shop, "C2").visits], [1, 1]);
    tell(&shop, &[r#"{"do":"merge_customers","with":{"keep":"C1","merged":"C2"}}"#]);
    let file = customer(&shop, "C1");
    let plates: Vec<&str> = file.recent.iter().map(|visit| visit.plate.as_str()).collect();
    assert_eq!((file.visits, file.cars.len(), plates), (2, 2, vec!["浙BD88123", "沪A12345"]));
    assert!(["13800132211", "13900130002"].iter().all(|phone| file.phones.contains(&(*phone).to_string())));
    tell(&shop, &[r#"{"do":"unmerge_customers","with":{"merged":"C2"}}"#]);
    assert_eq!([customer(&shop, "C1").visits, customer(&shop, "C2").visits], [1, 1]);
    tell(&shop, &[r#"{"do":"change_customer","with":{"customer":"C1","segment":"key"}}"#]);
    assert_eq!((customer(&shop, "C1").segment, customer(&shop, "C2").segment), (Segment::Key, Segment::General));
}

#[test]
fn p2_an_order_with_an_unticked_requirement_cannot_be_handed_over() {
    let shop = after(AT_HAND_OVER);
    let asks = r#"{"do":"note_requirement","with":{"customer":"C1","text":"旧件装袋带走","department":"Workshop"}}"#;
    let asked = tell(&shop, &[asks]).id;
    let review = json!({ "do": "review_requirement", "with": { "requirement": asked, "department": "Parts", "accepted": true } });
    tell(&shop, &[&review.to_string()]);
    let row = page(&shop).requirements.remove(0);
    assert_eq!(
        (row.department.as_str(), row.reviews[0].department.as_str(), row.at),
        ("Workshop", "Parts", shop.now())
    );
    assert!(shown(&shop, Lang::En).contains("! 旧件装袋带走"), "in red on the order\n{}", shown(&shop, Lang::En));
    let board = draw(&shop, Lang::En, &shop.cx(Lang::En, Board::new));
    assert!(board.to_lowercase().contains("special"), "and on the board\n{board}");
    assert!(printed(&shop, Sheet::WorkOrder, Lang::Zh).contains("旧件装袋带走"));
    assert_eq!(refused(&shop, HAND_OVER), no("gate", "requirements"));
    tell(&shop, &[&on_first("tick_requirement", json!({ "requirement": asked })), HAND_OVER]);
    assert_eq!(page(&shop).stage, Stage::FollowUp);
}
