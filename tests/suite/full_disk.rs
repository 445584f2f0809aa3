//! A disk that fills up under a running server: refused by name, nothing lost, and no restart needed afterwards.
//!
//! A limit on the size of files stands in for the disk: it is the same refusal of the system, for one process alone.

use crate::program::{Folder, Ran, Server};
use serde_json::json;
use std::fs;

const SET_UP: &str =
    r#"{"do":"set_up_shop","with":{"shop":"虹桥店","you":"李敏","technician":"王强","inspector":"赵刚"}}"#;

fn cars(numbers: std::ops::Range<u32>) -> String {
    let car = |n| format!(r#"{{"do":"open_order","with":{{"plate":"沪B{n:05}","says":"刹车异响"}}}}"#);
    numbers.map(car).collect::<Vec<_>>().join("\n")
}

fn shop() -> (Folder, Server) {
    let shop = Folder::new();
    assert_eq!(shop.apply(&format!("{SET_UP}\n{}", cars(0..5))).status, 0);
    let server = shop.serve_within_limits();
    (shop, server)
}

fn acknowledged(ran: &Ran) -> usize {
    ran.lines().iter().filter(|answer| answer["ok"] == json!(true)).count()
}

/// Every answer that is not a yes is the full disk, by its name.
fn names_the_full_disk(ran: &Ran) {
    for answer in ran.lines().iter().filter(|answer| answer["ok"] == json!(false)) {
        assert_eq!(answer["error"]["code"], json!("full-disk"), "{answer}");
    }
}

fn open_orders(shop: &Folder) -> usize {
    let status = shop.run(&["status", "--json"]);
    assert_eq!(status.status, 0, "{}", status.err);
    usize::try_from(status.lines()[0]["open_orders"].as_u64().expect("a number")).expect("few")
}

#[test]
fn a_journal_without_room_refuses_by_name_and_goes_on_once_there_is_some() {
    let (shop, server) = shop();
    let journal = fs::metadata(shop.data().join("journal/000001.jsonl")).expect("a journal").len();
    server.limit(Some(journal + 1500));
    let ran = shop.apply(&cars(100..140));
    assert_eq!(ran.status, 1);
    names_the_full_disk(&ran);
    let done = 5 + acknowledged(&ran);
    assert!(done < 45, "the limit holds");
    assert_eq!(open_orders(&shop), done, "reading goes on");
    assert_eq!(shop.run(&["feed"]).status, 0);
    let again = shop.apply(&cars(200..240));
    names_the_full_disk(&again);
    let done = done + acknowledged(&again);
    server.limit(None);
    let ran = shop.apply(&cars(300..303));
    assert_eq!((ran.status, acknowledged(&ran)), (0, 3), "{}", ran.out);
    assert_eq!(open_orders(&shop), done + 3);
    assert_eq!(shop.run(&["verify"]).status, 0);
    assert_eq!(server.stop(), 0);
    assert_eq!(open_orders(&shop), done + 3);
}

#[test]
fn a_disk_that_is_nearly_full_is_left_alone_and_the_shop_can_be_read() {
    let shop = Folder::new();
    assert_eq!(shop.apply(&format!("{SET_UP}\n{}", cars(0..5))).status, 0);
    fs::write(shop.data().join("shop.toml"), "keep_free_mib = 16777216\n").expect("written");
    let ran = shop.apply(&cars(100..110));
    assert_eq!((ran.status, acknowledged(&ran)), (1, 0));
    names_the_full_disk(&ran);
    assert_eq!(open_orders(&shop), 5);
    fs::write(shop.data().join("shop.toml"), "keep_free_mib = 0\n").expect("written");
    assert_eq!(shop.apply(&cars(100..110)).status, 0);
    assert_eq!(open_orders(&shop), 15);
}

#[test]
fn an_index_without_room_refuses_by_name_and_goes_on_once_there_is_some() {
    let (shop, server) = shop();
    // Less than the index's own file takes, and more than the journal.
    server.limit(Some(128 * 1024));
    let mut done = 5;
    for round in 1..6 {
        let ran = shop.apply(&cars(round * 1000..round * 1000 + 20));
        names_the_full_disk(&ran);
        done += acknowledged(&ran);
        // sled writes by itself now and then: that is when it notices.
        std::thread::sleep(std::time::Duration::from_millis(600));
    }
    server.limit(None);
    let ran = shop.apply(&cars(90_000..90_003));
    assert_eq!((ran.status, acknowledged(&ran)), (0, 3), "{}", ran.out);
    assert_eq!(open_orders(&shop), done + 3);
    assert_eq!(shop.run(&["verify"]).status, 0);
    assert_eq!(server.stop(), 0);
    assert_eq!(open_orders(&shop), done + 3);
}
