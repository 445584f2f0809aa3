//! Makes the pictures in `screenshots/` from a seeded demo shop, through the real desk and the real screens, so that
//! they cannot lie: `cargo run --release --example screenshots`.

mod svg;

use shopdesk::cli::demo::{self, DemoClock};
use shopdesk::desk::{Desk, Door, Setup, draft::Drafts};
use shopdesk::domain::rules::IntakeRules;
use shopdesk::domain::shop::checklist;
use shopdesk::domain::{Rules, Stamp};
use shopdesk::scoring::scheme::SHIPPED;
use shopdesk::store::journal::Via;
use shopdesk::store::lock::{Holder, Lock, WAIT};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::app::{App, Screenful, Shared};
use shopdesk::tui::input::Input;
use shopdesk::tui::keymap::Keymap;
use shopdesk::tui::terminal::{Depth, Painter, clamp_size};
use shopdesk::tui::theme::Theme;
use std::error::Error;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Orders of the year behind the pictures.
const ORDERS: usize = 3_000;
const NOW: &str = "2026-11-23T14:32:00+08:00";

/// The pictures: name, size, keys from the board.
const SHOTS: &[(&str, (u32, u32), &str)] = &[
    ("board", (80, 24), ""),
    ("board-wide", (160, 50), ""),
    ("order", (80, 24), " "),
    ("new-order", (80, 24), "naz7q88\r王伟\r13800132211\r大众 高尔夫\r\r42310\r\r刹车异响\r+3h"),
    ("find", (80, 24), "/wj"),
    ("calls", (80, 24), "4"),
    ("call", (80, 24), "4\r\r5554"),
    ("complaints", (80, 24), "5"),
    ("scores", (80, 24), "6"),
    ("scores-wide", (160, 50), "6"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let zone = chrono_tz::Asia::Shanghai;
    let now = Stamp::parse(NOW).ok_or("the time of the pictures")?;
    let clock = DemoClock::years_before(now, 1, zone, Arc::new(move || now));
    let desk = Arc::new(open(folder.path(), &clock)?);
    demo::fill(&desk, &clock, now, ORDERS, &|_, _| ()).map_err(|error| error.code().to_string())?;
    let shared = Shared {
        door: desk.clone() as Arc<dyn Door>,
        clock: clock.clock(),
        zone,
        idle: shopdesk::tui::app::Idle::after_minutes(15),
        drafts: Drafts::in_data(folder.path()),
        catalogue: Catalogue::built_in(),
        keymap: Arc::new(Keymap::built_in()),
        theme: Theme::text("night").expect("there is a night").into(),
        printer: Arc::new(|_, _| Err("no printer here".into())),
        filer: Arc::new(|_, _| Err("no files here".into())),
    };
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    std::fs::create_dir_all(&pictures)?;
    let uid = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(folder.path())?);
    for lang in Lang::ALL {
        for (name, (columns, rows), keys) in SHOTS {
            let show = Screenful { lang, depth: Depth::True, ascii: false };
            let mut app = App::new(shared.clone(), desk.session_of(uid, Via::Screen), show);
            press(&mut app, keys);
            let picture = picture(&app, *columns, *rows);
            std::fs::write(pictures.join(format!("{name}.{lang}.svg")), picture)?;
        }
    }
    desk.close().map_err(|error| error.code().to_string())?;
    Ok(())
}

fn open(data: &Path, clock: &DemoClock) -> Result<Desk, Box<dyn Error>> {
    let holder = Holder { pid: std::process::id(), what: "screenshots".into(), since: NOW.into() };
    let lock = Lock::take(data, &holder, WAIT)?;
    let intake = IntakeRules { home_province: "沪".into(), ..IntakeRules::default() };
    let rules = Rules { zone: clock.zone(), intake, ..Rules::default() };
    let setup = Setup {
        data: data.to_path_buf(),
        cache_bytes: 64 << 20,
        keep_free_bytes: 0,
        rules,
        survey: "visit".into(),
        schemes: SHIPPED.iter().map(|(file, text)| (file.to_string(), text.to_string())).collect(),
        checklists: checklist::SHIPPED.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect(),
        clock: clock.clock(),
        random: Box::new(|bytes| bytes.fill(7)),
        unsynced: true,
    };
    Desk::open(setup, lock, &mut |_| ()).map_err(|error| error.code().to_string().into())
}

fn press(app: &mut App, keys: &str) {
    let mut events = Vec::new();
    let mut input = Input::default();
    input.feed(keys.as_bytes(), Instant::now(), &mut events);
    input.expire(Instant::now() + Duration::from_secs(1), &mut events);
    for event in events {
        app.on(event);
    }
}

fn picture(app: &App, columns: u32, rows: u32) -> String {
    let size = clamp_size(columns, rows);
    let mut painter = Painter::new(size, Depth::True);
    let bytes = painter.paint(|frame| app.draw(frame));
    let cells = |count: u16| NonZero::new(count).unwrap_or(NonZero::<u16>::MIN);
    let mut terminal = vt100::Parser::new(cells(size.height), cells(size.width), 0);
    terminal.process(&bytes);
    svg::draw(terminal.screen())
}
