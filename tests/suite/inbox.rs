//! The inbox for online requests (A3), with real files: what is taken up, what is refused, and what waits.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::cli;
use crate::shop::Shop;
use shopdesk::desk::inbox::{self, FILE_BYTES_MAX, NotTaken, REFUSED, Swept, TAKEN};
use shopdesk::desk::rows::OnlineRow;
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::order::receive::Channel;
use shopdesk::domain::order::stage::Stage;
use shopdesk::text::Lang;
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::board::Board;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::requests::Requests;

const GOOD: &str =
    r#"{"phone":"138 0013-2211","says":"刹车时有异响","plate":"A12345","name":"王建国","wished":"t0930"}"#;

fn inbox(shop: &Shop) -> PathBuf {
    inbox::make(shop.desk.data()).expect("folders");
    shop.desk.data().join(inbox::FOLDER)
}

fn dropped(shop: &Shop, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = inbox(shop).join(name);
    fs::write(&path, bytes).expect("written");
    path
}

/// Looks into the inbox a while after the last file was written.
fn sweep(shop: &Shop) -> Swept {
    let later = SystemTime::now() + inbox::SETTLED + Duration::from_secs(1);
    inbox::sweep(&shop.desk, later, &said).expect("the folder is there")
}

fn said(why: &NotTaken) -> String {
    match why {
        NotTaken::Large(bytes) => format!("large {bytes}"),
        NotTaken::Closed => "closed".into(),
        NotTaken::NotText => "not text".into(),
        NotTaken::NotRead(why) => format!("not read: {why}"),
        NotTaken::Refused(error) => format!("{} {}", error.code(), error.field().unwrap_or_default()),
    }
}

fn online(shop: &Shop) -> Vec<OnlineRow> {
    match shop.ask(&Query::Requests) {
        Answer::Requests(page) => page.online,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn open(shop: &Shop, place: &Place) -> FormScreen {
    shop.cx(Lang::En, |cx| FormScreen::open(cx, place).expect("it can be shown"))
}

fn look(shop: &Shop, name: &str, screen: &mut dyn Screen) {
    for (lang, columns, rows) in [(Lang::Zh, 80, 24), (Lang::En, 80, 24), (Lang::En, 160, 50)] {
        shop.cx(lang, |cx| screen.refresh(cx));
        insta::with_settings!({omit_expression => true}, {
            insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shop.draw(lang, columns, rows, screen));
        });
    }
}

#[test]
fn a3_a_dropped_file_appears_as_unconfirmed_and_keeps_its_source() {
    let mut shop = Shop::new();
    shop.order_in(Stage::Receive);
    dropped(&shop, "web-17.json", GOOD);
    dropped(&shop, "web-18.toml", "phone = \"13900130002\"\nsays = \"空调不冷\"\n");
    assert_eq!(sweep(&shop), Swept { taken: 2, refused: 0 });
    let rows = online(&shop);
    let first = &rows[0];
    assert_eq!(
        (first.plate.as_str(), first.phone.as_str(), first.file.as_str()),
        ("沪A12345", "13800132211", "web-17.json")
    );
    assert_eq!(first.wished.expect("a time").to_string(), "2026-11-24T09:30:00.000+08:00");
    assert_eq!(rows.len(), 2);
    let folder = inbox(&shop);
    assert!(folder.join(TAKEN).join("web-17.json").is_file() && !folder.join("web-17.json").exists());
    assert_eq!(fs::metadata(folder.join(TAKEN)).expect("a folder").mode() & 0o777, 0o700);
    let board = shop.draw(Lang::En, 80, 24, &shop.cx(Lang::En, Board::new));
    assert!(board.contains("2 online"), "{board}");
    look(&shop, "online_list", &mut shop.cx(Lang::En, Requests::new));
}

#[test]
fn a_reason_repeats_nothing_that_a_terminal_would_obey() {
    let shop = Shop::new();
    let evil = "\u{1b}]0;gotcha\u{7}\u{1b}[2Jcust\u{202e}omer\u{8}";
    dropped(&shop, "field.json", format!(r#"{{"phone":"13800132211","says":"x","{}":1}}"#, escaped(evil)));
    dropped(&shop, "plate.json", format!(r#"{{"phone":"{}","says":"x"}}"#, escaped(evil)));
    let later = SystemTime::now() + inbox::SETTLED + Duration::from_secs(1);
    // What a sentence made of the values would hold, in the worst case.
    let says = |why: &NotTaken| format!("{why:?}\nsecond line {evil}");
    assert_eq!(inbox::sweep(&shop.desk, later, &says).expect("swept"), Swept { taken: 0, refused: 2 });
    for name in ["field.json", "plate.json"] {
        let path = inbox(&shop).join(REFUSED).join(format!("{name}.reason.txt"));
        let reason = fs::read_to_string(path).expect("a reason");
        assert!(reason.chars().all(|c| c == '\n' || !c.is_control()) && !reason.contains('\u{202e}'), "{reason:?}");
        assert!(reason.lines().count() == 2 && reason.contains("customer"), "{reason:?}");
    }
}

/// A text as JSON writes it, without its quotes: a raw control character would be no JSON.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) })
        .collect()
}

#[test]
fn a3_enter_fills_in_the_new_order_and_saving_confirms_the_request() {
    let shop = Shop::new();
    dropped(&shop, "web-17.json", GOOD);
    sweep(&shop);
    let mut list = shop.cx(Lang::En, Requests::new);
    let Effect::Open(place) = shop.press(&mut list, "enter") else { panic!("no form") };
    let mut form = open(&shop, &place);
    look(&shop, "online_take_in", &mut form);
    let Effect::Turn(Place::Order(order)) = shop.press(&mut form, "f10") else { panic!("it was not saved") };
    let page = shop.order(&order);
    assert_eq!((page.channel, page.plate.as_str(), page.name.as_str()), (Channel::Online, "沪A12345", "王建国"));
    assert_eq!((page.phone.as_str(), page.says[0].words.as_str()), ("13800132211", "刹车时有异响"));
    assert!(online(&shop).is_empty());
    // What somebody decided on is not there any more for the next one.
    assert!(shop.cx(Lang::En, |cx| matches!(FormScreen::open(cx, &place), Err(DeskError::NotFound { .. }))));
}

#[test]
fn a3_a_request_is_discarded_with_a_reason() {
    let shop = Shop::new();
    dropped(&shop, "web-17.json", GOOD);
    sweep(&shop);
    let mut list = shop.cx(Lang::En, Requests::new);
    let Effect::Open(place) = shop.press(&mut list, "x") else { panic!("no box") };
    let mut form = open(&shop, &place);
    assert_eq!(shop.press(&mut form, "f10"), Effect::Stay, "no reason");
    shop.write(&mut form, "sent twice");
    look(&shop, "online_discard", &mut form);
    assert_eq!(shop.press(&mut form, "enter"), Effect::Back);
    assert!(online(&shop).is_empty());
}

#[test]
fn a3_a_file_that_cannot_be_taken_up_lies_apart_with_the_reason_beside_it() {
    let shop = Shop::new();
    let large = vec![b' '; FILE_BYTES_MAX as usize + 1];
    let cases: [(&str, &[u8], &str); 9] = [
        ("large.json", &large, "large 65537"),
        ("bytes.json", b"{\"phone\":\"13800132211\",\"says\":\"\xff\"}", "not text"),
        ("half.json", b"{\"phone\":\"13800132211\",\"sa", "not read: EOF while parsing"),
        ("more.json", br#"{"phone":"13800132211","says":"x","customer":"C1"}"#, "not read: unknown field `customer`"),
        ("none.json", br#"{"says":"x"}"#, "not read: missing field `phone`"),
        ("bad.toml", b"phone = 13800132211\nsays = 'x'\n", "not read: invalid type"),
        ("short.json", br#"{"phone":"138","says":"x"}"#, "invalid phone"),
        ("blank.json", br#"{"phone":"13800132211","says":"  \u001b[2J "}"#, "missing says"),
        ("plate.json", br#"{"phone":"13800132211","says":"x","plate":"A1234I"}"#, "invalid plate"),
    ];
    for (name, bytes, _) in &cases {
        dropped(&shop, name, bytes);
    }
    assert_eq!(sweep(&shop), Swept { taken: 0, refused: cases.len() });
    for (name, _, why) in &cases {
        let refused = inbox(&shop).join(REFUSED);
        assert!(refused.join(name).is_file(), "{name}");
        let reason = fs::read_to_string(refused.join(format!("{name}.reason.txt"))).expect("a reason");
        assert!(reason.starts_with(why), "{name}: {reason}");
    }
    assert!(online(&shop).is_empty());
    // The same name again does not overwrite what lies there.
    dropped(&shop, "none.json", "{}");
    sweep(&shop);
    let names = fs::read_dir(inbox(&shop).join(REFUSED)).expect("a folder").flatten();
    assert_eq!(names.filter(|entry| entry.file_name().to_string_lossy().ends_with("none.json")).count(), 2);
}

#[test]
fn a3_a_file_that_is_found_twice_is_one_request() {
    let shop = Shop::new();
    let path = dropped(&shop, "web-17.json", GOOD);
    sweep(&shop);
    // As if the program had stopped between the command and the move.
    fs::rename(inbox(&shop).join(TAKEN).join("web-17.json"), &path).expect("moved back");
    assert_eq!(sweep(&shop).taken, 1);
    assert_eq!(online(&shop).len(), 1);
}

#[test]
fn a3_what_is_still_written_or_is_no_plain_file_stays_where_it_is() {
    let shop = Shop::new();
    let fresh = dropped(&shop, "fresh.json", GOOD);
    let elsewhere = shop.desk.data().join("elsewhere.json");
    fs::write(&elsewhere, GOOD).expect("written");
    symlink(&elsewhere, inbox(&shop).join("link.json")).expect("a link");
    for name in [".hidden.json", "web.json.part", "notes.txt"] {
        dropped(&shop, name, GOOD);
    }
    let now = fs::metadata(&fresh).and_then(|meta| meta.modified()).expect("a time") + Duration::from_millis(1_500);
    assert_eq!(inbox::sweep(&shop.desk, now, &said).expect("the folder is there"), Swept::default());
    assert_eq!(sweep(&shop), Swept { taken: 1, refused: 0 });
    assert!(inbox(&shop).join("link.json").exists() && inbox(&shop).join("web.json.part").exists());
}

#[test]
fn a3_a_running_server_takes_files_up_by_itself_and_without_one_nothing_happens() {
    let shop = cli::shop();
    let inbox = shop.data().join(inbox::FOLDER);
    inbox::make(&shop.data()).expect("folders");
    fs::write(inbox.join("web-17.json"), GOOD).expect("written");
    assert_eq!(shop.run(&["status"]).status, 0);
    assert!(inbox.join("web-17.json").is_file(), "no server runs");
    let server = shop.serve();
    let there = || inbox.join(TAKEN).join("web-17.json").is_file();
    for _ in 0..200 {
        if there() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(there(), "the server took it up");
    let journal = fs::read_to_string(shop.data().join("journal/000001.jsonl")).expect("a journal");
    let line = journal.lines().find(|line| line.contains("online.taken")).expect("a line about it");
    assert!(line.contains(r#""by":"inbox","via":"import""#), "{line}");
    assert_eq!(server.stop(), 0);
    assert_eq!(shop.run(&["verify"]).status, 0);
}
