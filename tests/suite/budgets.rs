//! The keystroke budgets of the service advisor (REQUIREMENTS 7), counted through whole sessions: every key that is
//! pressed counts, from the screen on which the budget begins.

use shopdesk::domain::order::promise::SetPromise;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::{Command, OrderId};

use crate::shop::Shop;
use crate::shop::seat::Seated;

/// Keys that a Chinese character takes by an input method.
const KEYS_OF_A_CHARACTER: usize = 4;

/// Somebody whose keys are counted.
struct Hands {
    seat: Seated,
    count: usize,
}

impl Hands {
    /// Sits down at the board, nothing counted yet.
    fn at_the_board(shop: Shop) -> Self {
        Self { seat: shop.sit_down(), count: 0 }
    }

    /// Goes to where the budget begins; these keys are not counted.
    fn starting(mut self, keys: &str) -> Self {
        self.seat.press(keys);
        self
    }

    /// Presses keys; each counts.
    fn press(&mut self, keys: &str) -> &mut Self {
        self.count += keys.split_whitespace().count();
        self.seat.press(keys);
        self
    }

    /// Writes Chinese by an input method.
    fn write(&mut self, text: &str) -> &mut Self {
        self.count += KEYS_OF_A_CHARACTER * text.chars().count();
        self.seat.write(text);
        self
    }

    /// Sees all of these, within so many keys.
    fn sees_within(&self, most: usize, texts: &[&str]) {
        let picture = self.seat.picture();
        for text in texts {
            assert!(picture.contains(text), "{text} is not there after {} keys\n{picture}", self.count);
        }
        assert!(self.count <= most, "{} keys, and {most} are allowed", self.count);
    }
}

/// A car that was here before, and has left.
fn known() -> Shop {
    let mut shop = Shop::new();
    shop.order_in(Stage::FollowUp);
    shop
}

fn with_car_in(stage: Stage) -> Shop {
    let mut shop = Shop::new();
    shop.order_in(stage);
    shop
}

#[test]
fn advisor_1_a_vehicle_is_found_with_seven_keys() {
    let mut hands = Hands::at_the_board(known());
    hands.press("/ 1 2 3 4 5 enter").sees_within(7, &["沪A 12345", "VW Passat", "王建国"]);
}

#[test]
fn advisor_2_a_known_car_is_taken_in_with_twenty_keys() {
    let mut hands = Hands::at_the_board(known()).starting("/ 1 2 3 4 5 enter");
    hands.press("n 0 4 2 9 9 9 enter b r k b r n enter 1 7 3 0 enter");
    hands.sees_within(20, &["R261123-002", "brakes make a noise", "17:30", "480.00"]);
}

#[test]
fn advisor_3_a_new_customer_with_a_new_car_is_taken_in_with_sixty_keys() {
    let mut hands = Hands::at_the_board(Shop::new());
    hands.press("n a f 3 3 8 9 enter").write("孙丽").press("enter 1 3 5 0 0 1 3 2 2 1 1 enter enter enter");
    hands.press("0 4 2 3 1 0 enter enter b r n enter 1 7 3 0 enter");
    hands.sees_within(60, &["R261123-001", "沪A F3389", "孙丽", "17:30"]);
}

#[test]
fn advisor_4_is_my_car_ready_is_answered_with_seven_keys_and_no_second_screen() {
    let mut shop = with_car_in(Stage::Repair);
    shop.who = "li";
    shop.start(&OrderId::new("R261123-001"), 1);
    let mut hands = Hands::at_the_board(shop);
    // The stage, how much time is left, and the next step.
    hands.press("/ 1 2 3 4 5 enter").sees_within(7, &["▸ REPAIR", "3:00 left", "finish job 1"]);
}

/// Three cars in repair; work on the third has begun.
fn three_in_repair() -> Shop {
    let mut shop = Shop::new();
    for _ in 0..3 {
        let order = shop.order_in(Stage::Repair);
        shop.run(Command::SetPromise(SetPromise {
            order: order.clone(),
            promise: "1900".into(),
            reason: Some(shopdesk::domain::order::promise::Reason::Other),
            how: Some(shopdesk::domain::order::consent::How::Phone),
            reached: None,
            solution: None,
            word: None,
        }));
        if order.as_str().ends_with("003") {
            shop.start(&order, 1);
        }
    }
    shop.at("14:40");
    shop
}

/// The line of the third car.
fn third(hands: &Hands) -> String {
    let picture = hands.seat.picture();
    picture.lines().find(|line| line.contains("沪C 7K221")).unwrap_or_default().to_string()
}

#[test]
fn advisor_5_the_stage_changes_with_three_keys() {
    let mut hands = Hands::at_the_board(three_in_repair());
    let before = hands.seat.picture();
    assert!(!before.contains("inspect\n") && before.contains("沪C 7K221"), "{before}");
    hands.press("j j enter");
    hands.sees_within(3, &["沪C 7K221"]);
    assert!(third(&hands).contains("inspect"), "{}", third(&hands));
}

#[test]
fn advisor_5_a_stop_code_takes_four_keys_and_u_takes_it_back() {
    let mut hands = Hands::at_the_board(three_in_repair());
    hands.press("j j s b").sees_within(4, &["沪C 7K221"]);
    assert!(third(&hands).contains("resume job 1 (B)"), "{}", third(&hands));
    hands.press("u");
    assert!(!third(&hands).contains("resume") && third(&hands).contains("finish"), "{}", third(&hands));
}

#[test]
fn advisor_6_an_add_on_and_the_customers_consent_take_twelve_keys() {
    let shop = with_car_in(Stage::Repair);
    shop.start(&OrderId::new("R261123-001"), 1);
    let mut hands = Hands::at_the_board(shop).starting("/ 1 2 3 4 5 enter");
    hands.press("a w i p enter y p enter").sees_within(12, &["R261123-001", "accepted"]);
    assert!(hands.seat.picture().contains("Wiper blades"), "{}", hands.seat.picture());
}

#[test]
fn advisor_7_a_promise_is_moved_with_its_contact_with_eight_keys() {
    let mut hands = Hands::at_the_board(with_car_in(Stage::Repair)).starting("/ 1 2 3 4 5 enter");
    hands.press("t 1 7 4 5 1 p enter").sees_within(8, &["R261123-001", "17:45"]);
}

#[test]
fn advisor_8_a_part_is_put_on_order_with_eleven_keys() {
    let mut hands = Hands::at_the_board(with_car_in(Stage::Repair)).starting("/ 1 2 3 4 5 enter");
    // The part, when it comes, the customer's word by phone, and the request to the parts department.
    hands.press("b p a d s enter + 2 enter p y");
    hands.sees_within(11, &["1 pads", "requested, expected Wed 25", "]: ordered"]);
}

#[test]
fn advisor_8_its_state_advances_by_one_key_later() {
    let mut hands = Hands::at_the_board(with_car_in(Stage::Repair)).starting("/ 1 2 3 4 5 enter");
    hands.seat.press("b p a d s enter + 2 enter p y");
    hands.press("]").sees_within(1, &["ordered, expected Wed 25", "]: arrived"]);
    hands.press("]").sees_within(2, &["here 0:00, not told", "]: customer told"]);
    // How the customer was told is the one thing that is asked.
    hands.press("] p").sees_within(4, &["customer told"]);
}

#[test]
fn advisor_9_a_car_is_handed_over_and_settled_with_eight_keys() {
    let mut hands = Hands::at_the_board(with_car_in(Stage::HandOver)).starting("/ 1 2 3 4 5 enter");
    hands.press("enter y y w y y enter").sees_within(8, &["▸ FOLLOW-UP"]);
}

#[test]
fn advisor_10_a_complaint_takes_eight_keys_and_its_words() {
    let mut hands = Hands::at_the_board(with_car_in(Stage::HandOver)).starting("/ 1 2 3 4 5 enter");
    hands.press("!");
    hands.seat.write("刹车还是响");
    hands.press("enter 2 1 3 1 enter").sees_within(8, &["T261123-001", "刹车还是响", "王建国"]);
}
