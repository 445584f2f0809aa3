//! Damage to old lines of the journal, which opening does not read: a running server finds it and writes nothing more.

use crate::program::Folder;
use serde_json::json;
use std::fs;
use std::time::{Duration, Instant};

const SET_UP: &str =
    r#"{"do":"set_up_shop","with":{"shop":"虹桥店","you":"李敏","technician":"王强","inspector":"赵刚"}}"#;
const CAR: &str = r#"{"do":"open_order","with":{"plate":"沪B00001","says":"刹车异响"}}"#;
const MORE: &str = r#"{"do":"note_intake","with":{"order":"R261123-001","says":"又响了"}}"#;

/// Changes one byte of the first line, as a failing disk might.
fn damage(shop: &Folder) {
    let path = shop.data().join("journal/000001.jsonl");
    let mut bytes = fs::read(&path).expect("a journal");
    bytes[100] ^= 1;
    fs::write(&path, bytes).expect("written");
}

#[test]
fn a_server_finds_damage_to_old_lines_and_takes_no_more_commands() {
    let shop = Folder::new();
    assert_eq!(shop.apply(&format!("{SET_UP}\n{CAR}")).status, 0);
    // Neither the first lines, which hold texts that opening reads, nor the last, which it goes on from.
    let path = shop.data().join("journal/000001.jsonl");
    let text = fs::read_to_string(&path).expect("a journal");
    fs::write(&path, text.replace("shop.named", "shop.namee")).expect("written");
    let server = shop.serve();
    let began = Instant::now();
    let refused = loop {
        let ran = shop.apply(MORE);
        if ran.status != 0 {
            break ran;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "the damage was never found");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(refused.lines()[0]["error"]["code"], json!("damaged"), "{}", refused.out);
    let status = shop.run(&["status", "--json"]);
    assert_eq!(status.lines()[0]["journal_whole"], json!(false), "the shop can still be read");
    server.stop();
}

#[test]
fn damage_to_a_line_that_opening_reads_by_itself_is_called_damage() {
    let shop = Folder::new();
    assert_eq!(shop.apply(&format!("{SET_UP}\n{CAR}")).status, 0);
    damage(&shop);
    let ran = shop.run(&["status", "--json"]);
    assert_ne!(ran.status, 0);
    assert!(ran.err.contains("damaged"), "{}", ran.err);
}
