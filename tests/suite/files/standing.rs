//! What a customer asks of every visit, and the file that shows all that is known of them.

use super::*;

#[test]
fn special_requirements_stand_on_every_screen_until_they_are_ticked_or_end() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let first = ask_of_customer(&shop, "C1", "旧件装袋带走");
    let second = ask_of_customer(&shop, "C1", "交车前洗车");
    assert_eq!(find(&shop, "12345")[0].requirements, 2);
    let board = shop.cx(Lang::En, Board::new);
    look_at("files_board", &shop, &[&board]);
    let mut page = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("it is there"));
    look_at("files_order_special", &shop, &[&page]);
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::HandOver(order.clone())).expect("opens"));
    assert!(matches!(shop.press(&mut form, "y y w y y enter"), Effect::Run(_)), "it was refused");
    look_at("files_hand_over_refused", &shop, &[&form]);
    assert_eq!(shop.order(&order).stage, Stage::HandOver, "not handed over");
    shop.press(&mut page, "q");
    assert!(shop.order(&order).requirements.iter().any(|row| row.requirement == first && row.ticked.is_some()));
    shop.cx(Lang::En, |cx| page.refresh(cx));
    shop.press(&mut page, "q");
    assert!(shop.order(&order).requirements.iter().all(|row| row.ticked.is_some()));
    assert!(matches!(shop.press(&mut page, "q"), Effect::Say(..)), "nothing is left to tick");
    shop.cx(Lang::En, |cx| page.refresh(cx));
    look_at("files_order_ticked", &shop, &[&page]);
    shop.run(Command::EndRequirement(EndRequirement { requirement: second, reason: "不再需要".into() }));
    assert_eq!(find(&shop, "12345")[0].requirements, 1);
    let words = Catalogue::built_in().words(Lang::En);
    let about = About { words: &words, shop: "Hongqiao Road", name: &|id| id.to_string(), now: shop.now() };
    let paper = sheet(Sheet::WorkOrder, &shop.order(&order), &about);
    assert!(paper.contains("[ x ] 旧件装袋带走"), "{paper}");
    shop.hand_over(&order);
    assert_eq!(shop.order(&order).stage, Stage::FollowUp);
    let form = Place::NewOrder { plate: "沪A12345".into() };
    let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &form).expect("opens"));
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("! Special: 旧件装袋带走"), "it is said at the intake");
}

#[test]
fn a_requirement_that_came_after_the_tick_is_asked_for_again() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::HandOver);
    let first = ask_of_customer(&shop, "C1", "旧件装袋带走");
    let tick = TickRequirement { order: order.clone(), requirement: first, done: None };
    // Whoever works here may tick what they carried out.
    shop.run_as("wang", Command::TickRequirement(tick));
    assert!(shop.order(&order).needs.iter().all(|need| need.field() != "requirements"));
    ask_of_customer(&shop, "C1", "交车前洗车");
    assert!(shop.order(&order).needs.iter().any(|need| need.field() == "requirements"));
}

#[test]
fn one_file_shows_all_that_is_known_of_a_customer() {
    let mut shop = Shop::new();
    shop.at("08:30");
    let order = shop.order_in(Stage::FollowUp);
    let call = shop.order(&order).call.expect("it has one");
    shop.at("09:30");
    let answers = [("reception".to_string(), Some(4))].into();
    let answer = shopdesk::domain::call::answer::AnswerCall {
        call,
        answers,
        alike: false,
        reasons: Default::default(),
        words: Some("等的时间能短一点就好".into()),
        opinion: Some(shopdesk::domain::call::answer::Opinion::Suggestion),
        mode: Default::default(),
        satisfied: None,
    };
    shop.run(Command::AnswerCall(answer));
    shop.at("10:00");
    complain(&shop, "C1");
    let asked = ask_of_customer(&shop, "C1", "旧件装袋带走");
    ask_of_customer(&shop, "C1", "交车前洗车");
    let review = ReviewRequirement {
        requirement: asked,
        department: "零件部".into(),
        accepted: true,
        remark: None,
        reviewer: None,
    };
    shop.run_as("zhao", Command::ReviewRequirement(review));
    shop.at("14:32");
    let page = customer(&shop, "C1");
    let counts = [page.cars.len(), page.recent.len(), page.complaints.len(), page.opinions.len()];
    assert_eq!((counts, page.requirements.len()), ([1, 1, 1, 1], 2), "L14: one file shows all five");
    let mut file = shop.cx(Lang::En, |cx| Customer::new(cx, CustomerId::new("C1")).expect("it is there"));
    look_at("files_customer", &shop, &[&file]);
    let (who, first) = (CustomerId::new("C1"), page.requirements[0].requirement.clone());
    assert_eq!(shop.press(&mut file, "enter"), Effect::Open(Place::Review(who.clone(), first.clone())));
    let mut form =
        shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::Review(who.clone(), first.clone())).expect("opens"));
    shop.write(&mut form, "Workshop");
    look_at("files_review", &shop, &[&file, &form]);
    shop.press(&mut form, "enter");
    assert_eq!(shop.press(&mut form, "y enter"), Effect::Back);
    assert_eq!(customer(&shop, "C1").requirements[0].reviews.len(), 2);
    assert_eq!(shop.press(&mut file, "x"), Effect::Open(Place::EndRequirement(who.clone(), first)));
    assert_eq!(shop.press(&mut file, "j j space"), Effect::Open(Place::Vehicle(page.cars[0].vehicle.clone())));
    assert!(matches!(shop.press(&mut file, "x"), Effect::Say(..)), "no requirement is under the cursor");
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::ChangeCustomer(who.clone())).expect("opens"));
    look_at("files_change_customer", &shop, &[&file, &form]);
    shop.press(&mut form, "tab k");
    shop.press(&mut form, "f10");
    assert_eq!(customer(&shop, "C1").segment, Segment::Key);
    let place = Place::Requirement { customer: Some(who), vehicle: None };
    let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place).expect("opens"));
    look_at("files_requirement", &shop, &[&file, &form]);
}

#[test]
fn the_customer_is_one_key_away_from_the_order_and_from_the_car() {
    let mut shop = Shop::new();
    let order = shop.order_in(Stage::FollowUp);
    let there = Effect::Open(Place::Customer(CustomerId::new("C1")));
    let mut page = shop.cx(Lang::En, |cx| Order::new(cx, order.clone()).expect("it is there"));
    assert_eq!(shop.press(&mut page, "@"), there);
    let id = shop.order(&order).vehicle;
    let mut card = shop.cx(Lang::En, |cx| Vehicle::new(cx, id).expect("it is there"));
    assert_eq!(shop.press(&mut card, "@"), there);
}
