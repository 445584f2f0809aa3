//! A small shop to try things in: a real desk in a folder of its own, with a clock that stands still until it is set.
//!
//! Li is its advisor, Wang its technician, Zhao its inspector. It is 14:32 on Monday, 23 November 2026.

#![allow(dead_code, reason = "each test uses what it needs")]

pub mod seat;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono_tz::Tz;
use shopdesk::desk::door::Receipt;
use shopdesk::desk::rows::{OrderPage, StaffRow};
use shopdesk::desk::{Answer, Desk, DeskError, Door, Envelope, Query, Session, Setup};
use shopdesk::domain::Rules;
use shopdesk::domain::order::consent::{DecideLines, How, LineDecision};
use shopdesk::domain::order::finding::NoteFinding;
use shopdesk::domain::order::hand_over::{HandOver, SignedOn};
use shopdesk::domain::order::line::WriteLine;
use shopdesk::domain::order::pay::Method;
use shopdesk::domain::order::promise::SetPromise;
use shopdesk::domain::order::quality::{CheckQuality, Road};
use shopdesk::domain::order::quote::Decision;
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::order::work::{FinishWork, StartWork};
use shopdesk::domain::rules::IntakeRules;
use shopdesk::domain::shop::checklist;
use shopdesk::domain::shop::set_up::SetUpShop;
use shopdesk::domain::{Command, Money, OrderId, StaffId, Stamp};
use shopdesk::scoring::scheme::SHIPPED;
use shopdesk::store::journal::Via;
use shopdesk::store::lock::{Holder, Lock};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::keymap::Keymap;
use shopdesk::tui::terminal::Depth;
use shopdesk::tui::theme::Theme;

/// When the clock of a new shop stands.
pub const NOW: &str = "2026-11-23T14:32:00.000+08:00";
/// What the shipped scheme for calls asks, in its order.
pub const ITEMS: [&str; 10] = [
    "reception",
    "diagnosis",
    "on-time",
    "repair-quality",
    "parts",
    "explanation",
    "price",
    "cleanliness",
    "staff-knowledge",
    "return-intent",
];
const ZONE: Tz = chrono_tz::Asia::Shanghai;
const UID: u32 = 1000;
/// When it opened: time never runs backwards in a journal, so a test may begin its day here.
const OPENED: &str = "2026-11-23T08:00:00.000+08:00";

/// Cars that come one after the other: plate, model, owner, phone.
pub const CARS: [(&str, &str, &str, &str); 8] = [
    ("沪A12345", "VW Passat", "王建国", "13800132211"),
    ("浙BD88123", "BYD Han", "陈静", "13900130002"),
    ("沪C7K221", "Toyota Camry", "刘洋", "13700130003"),
    ("苏E90Q1A", "Ford Focus", "赵敏", "13600130004"),
    ("沪AF3389", "Tesla Model 3", "孙丽", "13500132211"),
    ("沪D55A20", "Buick GL8", "周伟", "13400130006"),
    ("皖A6B7C8", "Audi A4", "吴刚", "13300130007"),
    ("鲁B12K34", "Volvo XC60", "郑爽", "13200130008"),
];

/// What brings an order to a stage.
type Step<'a> = (Stage, &'a dyn Fn(&Shop));

/// A shop in a folder that goes with it.
pub struct Shop {
    /// The desk.
    pub desk: Desk,
    /// Who sits at the terminal.
    pub who: &'static str,
    /// In which language they press keys.
    pub lang: Lang,
    clock: Arc<AtomicI64>,
    came: usize,
    words: Catalogue,
    theme: Theme,
    keymap: Keymap,
    _folder: tempfile::TempDir,
}

impl Shop {
    /// Opens a shop that has its people.
    pub fn new() -> Shop {
        Shop::ruled(|_| {})
    }

    /// The same with other rules.
    pub fn ruled(change: impl FnOnce(&mut Rules)) -> Shop {
        let mut shop = Shop::bare_with(change);
        let set_up = SetUpShop {
            shop: "Hongqiao Road".into(),
            you: "Li".into(),
            technician: "Wang".into(),
            inspector: "Zhao".into(),
        };
        shop.at("08:00");
        shop.run(Command::SetUpShop(set_up));
        shop.at("14:32");
        shop.who = "li";
        shop
    }

    /// Opens a shop before its first run's dialog; the folder's owner sits there.
    pub fn bare() -> Shop {
        Shop::bare_with(|_| {})
    }

    fn bare_with(change: impl FnOnce(&mut Rules)) -> Shop {
        Shop::over(|_| {}, change)
    }

    /// Opens a shop over what `fill` puts into its folder, such as the journal of years.
    pub fn over(fill: impl FnOnce(&std::path::Path), change: impl FnOnce(&mut Rules)) -> Shop {
        let mut rules = Rules {
            zone: ZONE,
            intake: IntakeRules { home_province: "沪".into(), ..IntakeRules::default() },
            ..Rules::default()
        };
        change(&mut rules);
        let folder = tempfile::tempdir().expect("a folder");
        fill(folder.path());
        let clock = Arc::new(AtomicI64::new(stamp(OPENED).ms()));
        let desk = open(folder.path(), &clock, rules);
        clock.store(stamp(NOW).ms(), Ordering::SeqCst);
        Shop {
            desk,
            who: "owner",
            lang: Lang::En,
            clock,
            came: 0,
            words: Catalogue::built_in(),
            theme: Theme::built_in("night", Depth::Mono).expect("there is a theme without colours"),
            keymap: Keymap::built_in(),
            _folder: folder,
        }
    }

    /// Closes the shop and opens it again over the same folder, without the index if it is to be built anew.
    pub fn reopened(self, without_index: bool) -> Shop {
        let Shop { desk, who, lang, clock, came, words, theme, keymap, _folder } = self;
        let rules = (*desk.rules()).clone();
        desk.close().expect("it closes");
        drop(desk);
        if without_index {
            std::fs::remove_dir_all(_folder.path().join("index")).expect("there was one");
        }
        let desk = open(_folder.path(), &clock, rules);
        Shop { desk, who, lang, clock, came, words, theme, keymap, _folder }
    }

    /// Lets time pass.
    pub fn sleep(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Now.
    pub fn now(&self) -> Stamp {
        self.desk.now()
    }

    /// Sets the clock to a time of the same day, such as `08:15`.
    pub fn at(&self, time: &str) {
        self.clock.store(stamp(&format!("2026-11-23T{time}:00.000+08:00")).ms(), Ordering::SeqCst);
    }

    /// Sets the clock to a day and time, such as `2026-11-26T10:00`.
    pub fn on(&self, moment: &str) {
        self.clock.store(stamp(&format!("{moment}:00.000+08:00")).ms(), Ordering::SeqCst);
    }

    /// Runs a command as who sits there.
    pub fn run(&self, command: Command) -> Receipt {
        let name = command.name();
        self.try_as(self.who, command).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    /// Runs a command as another person.
    pub fn run_as(&self, who: &str, command: Command) -> Receipt {
        let name = command.name();
        self.try_as(who, command).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    /// Runs a command that is to be refused, and returns why.
    pub fn refuse(&self, command: Command) -> DeskError {
        self.try_as(self.who, command).expect_err("it was to be refused")
    }

    /// Runs a command as somebody.
    pub fn try_as(&self, who: &str, command: Command) -> Result<Receipt, DeskError> {
        self.desk.run(&session_of(who), Envelope::new(command))
    }

    /// Takes in the next of [`CARS`], with all that the counter needs.
    pub fn receive(&mut self) -> OrderId {
        let (plate, model, name, phone) = CARS[self.came % CARS.len()];
        self.came += 1;
        self.receive_car(OpenOrder {
            plate: plate.into(),
            says: "刹车时有异响".into(),
            name: Some(name.into()),
            phone: Some(phone.into()),
            model: Some(model.into()),
            mileage: Some(42_310),
            ..OpenOrder::default()
        })
    }

    /// Takes in a car.
    pub fn receive_car(&self, car: OpenOrder) -> OrderId {
        OrderId::new(self.run(Command::OpenOrder(car)).id)
    }

    /// Gives the first promise: `1730`.
    pub fn promise(&self, order: &OrderId, promise: &str) {
        let set = SetPromise {
            order: order.clone(),
            promise: promise.into(),
            reason: None,
            how: None,
            reached: None,
            solution: None,
            word: None,
        };
        self.run(Command::SetPromise(set));
    }

    /// Wang finds the cause.
    pub fn diagnose(&self, order: &OrderId) {
        self.run(Command::NoteFinding(NoteFinding {
            order: order.clone(),
            number: None,
            found: "front pads 2 mm".into(),
            cause: Some("worn out".into()),
            plan: Some("renew pads".into()),
            technician: Some(StaffId::new("wang")),
        }));
    }

    /// Writes a line: label, minutes, yuan for labour, yuan for parts.
    pub fn quote(&self, order: &OrderId, label: &str, minutes: u32, labour: i64, parts: i64) {
        self.run(Command::WriteLine(WriteLine {
            label: Some(label.into()),
            why: Some("worn, unsafe".into()),
            benefit: Some("brakes hold".into()),
            minutes: Some(minutes),
            labour: Some(Money::fen(labour * 100)),
            parts: Some(Money::fen(parts * 100)),
            ..WriteLine::new(order.clone())
        }));
    }

    /// The customer decides on lines.
    pub fn decide(&self, order: &OrderId, lines: &[(u16, Decision)]) {
        self.run(Command::DecideLines(DecideLines {
            order: order.clone(),
            lines: lines.iter().map(|(line, decision)| LineDecision { line: *line, decision: *decision }).collect(),
            how: How::InPerson,
            who: None,
            words: Some("可以, 都换".into()),
            ceiling: None,
            reason: None,
        }));
    }

    /// Wang starts a line.
    pub fn start(&self, order: &OrderId, line: u16) {
        let technician = Some(StaffId::new("wang"));
        self.run(Command::StartWork(StartWork { order: order.clone(), line, technician }));
    }

    /// Finishes the running line.
    pub fn finish(&self, order: &OrderId) {
        self.run(Command::FinishWork(FinishWork { order: order.clone(), line: None }));
    }

    /// Zhao checks the repair.
    pub fn check(&self, order: &OrderId, passed: bool) {
        self.run(Command::CheckQuality(CheckQuality {
            order: order.clone(),
            inspector: Some(StaffId::new("zhao")),
            passed,
            road_test: if passed { Road::Passed } else { Road::NotRequired },
            customer_invited: None,
            note: (!passed).then(|| "still squeals".into()),
        }));
    }

    /// Explains, takes signature and money, gives the car back.
    pub fn hand_over(&self, order: &OrderId) {
        self.run(Command::HandOver(HandOver {
            order: order.clone(),
            viewed: true,
            explained: true,
            cautions: Some("run in the pads".into()),
            signed: Some(SignedOn::Paper),
            payment: Some(Method::Wechat),
            amount: None,
            as_received: Some(true),
            difference: None,
            promises: Default::default(),
            remedy: None,
            may_call: Some(true),
            invited: None,
            confirmed_by: None,
            best_time: Some("1400".into()),
        }));
    }

    /// Takes in the next car and carries it to a stage, by the commands of a plain visit. In the quote, lines are
    /// written and not decided on; in the repair, nothing is started yet.
    pub fn order_in(&mut self, stage: Stage) -> OrderId {
        let order = self.receive();
        let steps: [Step<'_>; 6] = [
            (Stage::Diagnose, &|shop| shop.diagnose(&order)),
            (Stage::Quote, &|shop| shop.quote(&order, "Front pads, both sides", 48, 200, 280)),
            (Stage::Repair, &|shop| {
                shop.decide(&order, &[(1, Decision::Accepted)]);
                shop.promise(&order, "+3h");
            }),
            (Stage::Inspect, &|shop| {
                shop.start(&order, 1);
                shop.finish(&order);
            }),
            (Stage::HandOver, &|shop| shop.check(&order, true)),
            (Stage::FollowUp, &|shop| shop.hand_over(&order)),
        ];
        for (reached, step) in steps {
            if reached <= stage {
                step(self);
            }
        }
        assert_eq!(self.order(&order).stage, stage);
        order
    }

    /// The order's page.
    pub fn order(&self, order: &OrderId) -> OrderPage {
        match self.ask(&Query::Order { id: order.clone() }) {
            Answer::Order(page) => *page,
            other => panic!("{}", other.unexpected().code()),
        }
    }

    /// Asks as who sits there.
    pub fn ask(&self, query: &Query) -> Answer {
        self.desk.ask(&session_of(self.who), query).expect("who sits there may ask")
    }

    /// Everyone who works here.
    pub fn people(&self) -> Arc<Vec<StaffRow>> {
        match self.ask(&Query::Staff) {
            Answer::Staff(people) => people,
            other => panic!("{}", other.unexpected().code()),
        }
    }
}

/// Opens a desk over a folder; `clock` tells it the time.
fn open(folder: &std::path::Path, clock: &Arc<AtomicI64>, rules: Rules) -> Desk {
    let hand = clock.clone();
    let mut drawn: u64 = 1;
    let texts =
        |shipped: &[(&str, &str)]| shipped.iter().map(|(file, text)| ((*file).into(), (*text).into())).collect();
    let setup = Setup {
        data: folder.to_path_buf(),
        cache_bytes: 1024 * 1024,
        keep_free_bytes: 0,
        rules,
        survey: "visit".into(),
        schemes: texts(SHIPPED),
        checklists: texts(checklist::SHIPPED),
        clock: Arc::new(move || Stamp::in_zone(hand.load(Ordering::SeqCst), ZONE)),
        // Numbers that look drawn and are the same in every run.
        random: Box::new(move |bytes| {
            for byte in bytes {
                drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                *byte = (drawn >> 56) as u8;
            }
        }),
        unsynced: true,
    };
    let holder = Holder { pid: 1, what: "test".into(), since: NOW.into() };
    let lock = Lock::take(folder, &holder, std::time::Duration::ZERO).expect("nobody else is here");
    Desk::open(setup, lock, &mut |_| {}).expect("the folder opens")
}

/// A session of a member of staff.
pub fn session_of(who: &str) -> Session {
    Session { who: StaffId::new(who), uid: Some(UID), via: Via::Screen, caller: None, id: 0 }
}

fn stamp(text: &str) -> Stamp {
    Stamp::parse(text).expect("a time")
}

#[test]
fn an_order_can_be_carried_to_every_stage() {
    let mut shop = Shop::new();
    for stage in shopdesk::domain::order::stage::STRIP {
        shop.order_in(stage);
    }
}
