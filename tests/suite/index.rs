//! What the index promises: records come back whole and in order, a batch and its head are one, and whatever sled
//! does comes out as an error.

use std::fs;
use std::path::Path;
use std::time::Duration;

use shopdesk::store::StoreError;
use shopdesk::store::index::{Batch, CACHE_BYTES, Index, KEY_BYTES_MAX, Order, Span};
use shopdesk::store::journal::{Head, Position};

const LAYOUT: u32 = 3;

fn open(path: &Path) -> Result<Index, StoreError> {
    Index::open(path, LAYOUT, CACHE_BYTES)
}

fn head(seq: u64) -> Head {
    Head { seq, group: seq, next: Position { file: 1, offset: seq * 600 }, ..Head::START }
}

/// Bytes that differ from place to place.
fn record(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 7 + n / 251) as u8).collect()
}

fn apply(index: &Index, seq: u64, puts: &[(&str, Vec<u8>)], deletes: &[&str]) {
    let mut batch = Batch::new();
    for (key, value) in puts {
        batch.put(*key, value.as_slice());
    }
    for key in deletes {
        batch.delete(*key);
    }
    index.apply(batch, &head(seq)).expect("applied");
}

fn keys(index: &Index, span: &Span, order: Order) -> Vec<String> {
    let view = index.view();
    let keys = view.scan(span, order).map(|entry| String::from_utf8(entry.expect("good").0.to_vec()).expect("text"));
    keys.collect()
}

#[test]
fn a_record_comes_back_whole_whatever_its_length() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let lengths = [0, 1, 4090, 4091, 4092, 4095, 4096, 4097, 8182, 8183, 100 * 1024];
    {
        let index = open(dir.path()).expect("opens");
        for (seq, length) in (1..).zip(lengths) {
            apply(&index, seq, &[(&format!("k{length}"), record(length))], &[]);
        }
        index.close().expect("closed");
    }
    let index = open(dir.path()).expect("opens again");
    for length in lengths {
        let found = index.get(format!("k{length}").as_bytes()).expect("good").expect("there");
        assert_eq!(*found, record(length), "{length}");
    }
    assert_eq!(index.get(b"k2"), Ok(None));
    assert_eq!(index.applied(), Ok(Some(head(lengths.len() as u64))));
}

#[test]
fn a_scan_sees_one_record_per_key_in_order_however_long_they_are() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    let long = || record(20_000);
    apply(&index, 1, &[("a", record(3)), ("b", long()), ("b1", record(5000)), ("b2", record(0)), ("c", long())], &[]);
    assert_eq!(keys(&index, &Span::prefix(b""), Order::Up), ["a", "b", "b1", "b2", "c"]);
    assert_eq!(keys(&index, &Span::prefix(b""), Order::Down), ["c", "b2", "b1", "b", "a"]);
    assert_eq!(keys(&index, &Span::prefix(b"b"), Order::Up), ["b", "b1", "b2"]);
    assert_eq!(keys(&index, &Span::prefix(b"b").after(b"b"), Order::Up), ["b1", "b2"]);
    assert_eq!(keys(&index, &Span::prefix(b"b").before(b"b2"), Order::Down), ["b1", "b"]);
    assert_eq!(keys(&index, &Span::between(b"a", b"b1"), Order::Up), ["a", "b"]);
    assert_eq!(keys(&index, &Span::between(b"b1", b"a"), Order::Up), [""; 0]);
    assert_eq!(keys(&index, &Span::prefix(b"zz"), Order::Down), [""; 0]);
    let view = index.view();
    let first_down = view.scan(&Span::prefix(b"b"), Order::Down).nth(2).expect("a third").expect("good");
    assert_eq!((&*first_down.0, &*first_down.1), (&b"b"[..], &long()[..]));
}

#[test]
fn prefixes_of_the_highest_bytes_end_where_records_end() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    let mut batch = Batch::new();
    batch.put([0xFF], record(9000));
    batch.put([0xFF, 0xFF], record(1));
    batch.put([0xFE, 0xFF], record(1));
    index.apply(batch, &head(1)).expect("applied");
    let view = index.view();
    let count = |prefix: &[u8]| view.scan(&Span::prefix(prefix), Order::Up).filter(Result::is_ok).count();
    assert_eq!((count(&[0xFF]), count(&[0xFF, 0xFF]), count(&[0xFE]), count(&[])), (2, 1, 1, 3));
}

#[test]
fn a_record_that_shrinks_or_goes_leaves_nothing_behind() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    let (large, middle) = (50_000, 9000);
    apply(&index, 1, &[("a", record(large)), ("b", record(large)), ("c", record(large))], &[]);
    index.close().expect("closed");
    let index = open(dir.path()).expect("opens again, and still knows the long ones");
    apply(&index, 2, &[("a", record(middle)), ("b", record(10))], &["c"]);
    assert_eq!(*index.get(b"a").expect("good").expect("there"), record(middle));
    assert_eq!(*index.get(b"b").expect("good").expect("there"), record(10));
    assert_eq!(index.get(b"c"), Ok(None));
    apply(&index, 3, &[], &["a", "b"]);
    index.close().expect("closed");
    // Looked at from below: only the layout and the head are left.
    let sled = sled_keys(dir.path());
    assert_eq!(sled, [b"\0applied".to_vec(), b"\0format".to_vec()]);
}

/// All keys of the tree, read without the wrapper.
fn sled_keys(path: &Path) -> Vec<Vec<u8>> {
    let db = sled::open(path).expect("opens");
    let tree = db.open_tree("main").expect("opens");
    tree.iter().keys().map(|key| key.expect("good").to_vec()).collect()
}

#[test]
fn a_batch_takes_the_last_word_on_a_key() {
    let mut batch = Batch::new();
    batch.put("a", record(9000));
    batch.delete("a");
    batch.delete("b");
    batch.put("b", "two");
    assert_eq!((batch.get(b"a"), batch.get(b"b"), batch.get(b"c")), (Some(None), Some(Some(&b"two"[..])), None));
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    index.apply(batch, &head(1)).expect("applied");
    assert_eq!(keys(&index, &Span::prefix(b""), Order::Up), ["b"]);
}

#[test]
fn a_key_that_is_too_long_is_refused_and_harms_nothing() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    let mut batch = Batch::new();
    batch.put("a", "1");
    batch.put(vec![b'x'; KEY_BYTES_MAX + 1], "2");
    let error = index.apply(batch, &head(1)).expect_err("refused");
    assert_eq!(error, StoreError::LongKey { bytes: KEY_BYTES_MAX + 1, most: KEY_BYTES_MAX });
    assert_eq!((index.get(b"a"), index.applied()), (Ok(None), Ok(None)));
    let mut batch = Batch::new();
    batch.put(vec![b'x'; KEY_BYTES_MAX], record(9000));
    index.apply(batch, &head(1)).expect("applied");
}

#[test]
fn the_head_moves_with_its_batch_under_every_view() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    apply(&index, 1, &[("n", 1_u64.to_be_bytes().to_vec()), ("long", record(1))], &[]);
    std::thread::scope(|scope| {
        let index = &index;
        let writer = scope.spawn(move || {
            for seq in 2..400_u64 {
                // The long record grows and shrinks, so that a mixture of two states would not fit together.
                let long = vec![seq as u8; 1 + (seq as usize * 997) % 20_000];
                apply(index, seq, &[("n", seq.to_be_bytes().to_vec()), ("long", long)], &[]);
            }
        });
        while !writer.is_finished() {
            let view = index.view();
            let seq = view.applied().expect("good").expect("a head").seq;
            assert_eq!(*view.get(b"n").expect("good").expect("there"), seq.to_be_bytes());
            let long = view.get(b"long").expect("good").expect("there");
            assert!(seq == 1 || long.len() == 1 + (seq as usize * 997) % 20_000);
        }
    });
}

#[test]
fn what_goes_with_a_batch_happens_before_the_next_view_and_even_if_the_index_fails() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    let mut live = 0;
    index.apply_then(Batch::new(), &head(1), || live = 1).expect("applied");
    assert_eq!(live, 1);
    let mut batch = Batch::new();
    batch.put(vec![0; 999], "");
    index.apply_then(batch, &head(2), || live = 2).expect_err("refused");
    assert_eq!(live, 2);
}

#[test]
fn an_index_of_another_layout_is_stale() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    open(dir.path()).expect("made").close().expect("closed");
    let error = Index::open(dir.path(), LAYOUT + 1, CACHE_BYTES).err().expect("stale");
    assert_eq!(error, StoreError::IndexStale { found: LAYOUT, wanted: LAYOUT + 1 });
    assert!(error.asks_for_rebuild());
    Index::discard(dir.path()).expect("thrown away");
    assert!(!dir.path().exists());
    Index::open(dir.path(), LAYOUT + 1, CACHE_BYTES).expect("made anew");
}

#[test]
fn a_bulk_load_has_no_head_until_it_is_finished() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    apply(&index, 1, &[("old", record(1))], &[]);
    let batch = |numbers: std::ops::Range<u32>| {
        let mut batch = Batch::new();
        numbers.for_each(|number| batch.put(number.to_be_bytes(), record(number as usize * 3)));
        batch
    };
    let loaded = index.bulk(|bulk| {
        bulk.write(batch(1000..2000));
        bulk.write(batch(0..1000));
        bulk.wait()?;
        let mut again = Batch::new();
        again.put(5_u32.to_be_bytes(), "the last one counts");
        bulk.write(again);
        Ok(index.applied())
    });
    assert_eq!(loaded, Ok(Ok(None)));
    index.apply(Batch::new(), &head(77)).expect("applied");
    index.close().expect("closed");
    let index = open(dir.path()).expect("opens again");
    assert_eq!(index.applied(), Ok(Some(head(77))));
    assert_eq!(*index.get(&5_u32.to_be_bytes()).expect("good").expect("there"), b"the last one counts"[..]);
    let view = index.view();
    let numbers: Vec<u8> = view.scan(&Span::prefix(&[0]), Order::Up).map(|e| e.expect("good").0[3]).collect();
    assert_eq!(numbers.len(), 2000);
    assert_eq!(*view.get(&1999_u32.to_be_bytes()).expect("good").expect("there"), record(1999 * 3));
}

#[test]
fn a_holder_that_leaves_in_time_is_waited_for() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            drop(index);
        });
        open(dir.path()).expect("opens when the other is gone");
    });
}

#[test]
fn a_flipped_bit_in_a_record_is_found_before_anything_decodes_it() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let index = open(dir.path()).expect("opens");
    apply(&index, 1, &[("a", record(30)), ("b", record(9000))], &[]);
    index.close().expect("closed");
    for key in [&b"\x01a"[..], b"\x01b", b"\x02b\0\x01"] {
        let good = edit(dir.path(), key, |value| value[9] ^= 4);
        let index = open(dir.path()).expect("opens");
        let error = index.get(&key[1..2]).expect_err("found");
        assert!(matches!(error, StoreError::IndexBroken(_)), "{error}");
        assert_eq!(index.get(b"other"), Err(error), "and nothing more is believed");
        drop(index);
        edit(dir.path(), key, |value| value.copy_from_slice(&good));
    }
}

/// Changes a value behind the wrapper's back and gives what it was.
fn edit(path: &Path, key: &[u8], change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let tree = sled::open(path).expect("opens").open_tree("main").expect("opens");
    let before = tree.get(key).expect("good").expect("there").to_vec();
    let mut after = before.clone();
    change(&mut after);
    tree.insert(key, after).expect("changed");
    tree.flush().expect("flushed");
    before
}

#[test]
fn damaged_files_never_bring_more_than_an_error() {
    // As after a kill: the files are copied while sled is in the middle of things. And as after a good close.
    let dir = tempfile::tempdir().expect("a temporary folder");
    let [live, killed] = ["live", "killed"].map(|name| dir.path().join(name));
    {
        let index = open(&live).expect("opens");
        for seq in 1..600_u64 {
            apply(&index, seq, &[(&format!("k{:04}", seq % 211), record(1500)), ("n", record(5))], &[]);
            if seq == 400 {
                // Something must be on the disk to be damaged, however slow sled's own flusher is today.
                index.flush().expect("flushed");
            }
        }
        copy_folder(&live, &killed);
    }
    // A plain pseudo-random walk, the same in every run.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let (mut good, mut refused) = (0, 0);
    for round in 0..50 {
        let trial = dir.path().join(format!("trial-{round}"));
        copy_folder(if round % 8 < 4 { &killed } else { &live }, &trial);
        damage(&trial.join("db"), round, &mut random);
        match open(&trial).and_then(|index| read_all(&index)) {
            Ok(()) => good += 1,
            Err(_) => refused += 1,
        }
        Index::discard(&trial).expect("thrown away");
        open(&trial).expect("and made anew");
    }
    assert_eq!(good + refused, 50);
    assert!(refused > 0, "no damage was ever noticed");
}

fn read_all(index: &Index) -> Result<(), StoreError> {
    let view = index.view();
    view.applied()?;
    view.scan(&Span::prefix(b""), Order::Up).try_for_each(|entry| entry.map(|_| ()))?;
    view.scan(&Span::prefix(b""), Order::Down).try_for_each(|entry| entry.map(|_| ()))?;
    drop(view);
    let mut batch = Batch::new();
    batch.put("written", record(5000));
    index.apply(batch, &head(1))?;
    index.flush()
}

/// Flips a bit, flips enough to hit what is in use, zeros a page, or cuts the end off.
fn damage(path: &Path, round: u64, random: &mut impl FnMut() -> u64) {
    let mut content = fs::read(path).expect("read");
    let at = usize::try_from(random() % content.len() as u64).expect("small");
    match round % 4 {
        0 => content[at] ^= 1 << (random() % 8),
        1 => (0..200).for_each(|_| {
            let at = usize::try_from(random() % content.len() as u64).expect("small");
            content[at] ^= 1 << (random() % 8);
        }),
        2 => {
            let end = content.len().min(at + 4096);
            content[at..end].fill(0);
        }
        _ => content.truncate(at),
    }
    fs::write(path, content).expect("written");
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("listed") {
        let entry = entry.expect("listed");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("known").is_dir() {
            copy_folder(&entry.path(), &target);
        } else if fs::copy(entry.path(), &target).is_err() {
            // sled put a finished snapshot in place of this one meanwhile.
            assert!(!entry.path().exists());
        }
    }
}
