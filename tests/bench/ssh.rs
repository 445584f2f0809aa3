//! What callers over SSH get: the real program, real encrypted lines on loopback.
//!
//! ```text
//! cargo bench --bench ssh [-- SESSIONS… orders=N changes=N only=keys]
//! ```
//!
//! A shop of so many past orders (none named: a thousand) is made and served; callers open screens of 120×40 in it.
//! Measured are the time from a key in the intake form to its picture, the time from one saved change to all screens,
//! what a session costs in memory and idle processor time, and how many bytes a key, a scrolled list and a whole picture
//! are on the line, plain and compressed, beside `vim` in a terminal of the same size.

mod past;
mod shop;
mod times;

use russh::client::{Config, Handle, Handler, connect_stream};
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg, Error, Preferred, client::Msg, compression};
use shopdesk::desk::{Desk, Door, Envelope, Session};
use shopdesk::domain::order::receive::OpenOrder;
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::key::AddKey;
use shopdesk::domain::staff::role::Role;
use shopdesk::domain::{Command as Order, StaffId};
use shopdesk::store::journal::Via;
use std::borrow::Cow;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use times::Times;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

const COLUMNS: u32 = 120;
const ROWS: u32 = 40;
const KEYS: usize = 2_000;
/// Changes of a round; `changes=N` makes others.
const CHANGES: usize = 50;
/// Cars taken in so far, over all rounds.
static CARS: AtomicU64 = AtomicU64::new(0);
/// One turn of the minute is always in it.
const IDLE: Duration = Duration::from_secs(60);
/// After so long the work that follows changes is done: drafts, the index on the disk, caches.
const REST: Duration = Duration::from_secs(8);
/// Cars that are in the shop from the start, so that a board is full.
const IN_THE_SHOP: usize = 60;
/// No picture takes so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// A picture has come when so long nothing followed it.
const QUIET: Duration = Duration::from_millis(60);

fn main() {
    let orders = std::env::args().find_map(|arg| arg.strip_prefix("orders=")?.parse().ok()).unwrap_or(1_000);
    let sizes = shop::sizes(&[1, 10, 50, 200]);
    let most = sizes.iter().copied().max().unwrap_or(1).max(2);
    let folder = tempfile::tempdir().expect("a folder");
    let begun = Instant::now();
    make(folder.path(), orders, most);
    println!("{orders} past orders, made in {:.0} s", begun.elapsed().as_secs_f64());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    println!(
        "sessions  open, ms   key → picture, ms         one change → all, ms      memory, MiB            idle 60 s"
    );
    println!(
        "          p50          p50     p99     max       p50     p99     max     none   open  after    CPU s     %"
    );
    for sessions in sizes {
        let server = Server::start(folder.path());
        runtime.block_on(measure(&server, sessions));
    }
    let server = Server::start(folder.path());
    println!("bytes                         a key    a row down    a row scrolled    the whole picture");
    for (name, compresses) in [("shopdesk, on the line", false), ("the same, compressed", true)] {
        line(name, runtime.block_on(bytes(&server, compresses)));
    }
    match vim() {
        Some(cost) => line("vim, before encryption", cost),
        None => println!("vim is not installed"),
    }
}

/// Prints the bytes of a key, a row down, a row scrolled and a whole picture.
fn line(name: &str, [key, row, scroll, whole]: [f64; 4]) {
    println!("{name:<26} {key:>8.1} {row:>13.1} {scroll:>17.1} {whole:>20.0}");
}

/// Whether only the keys are to be measured: changes take minutes where many sessions are to settle.
fn only_keys() -> bool {
    std::env::args().any(|arg| arg == "only=keys")
}

/// Makes a shop with people who have keys.
fn make(folder: &Path, orders: usize, people: usize) {
    let desk = past::shop(folder, orders);
    let owner = Session { who: shopdesk::desk::session::owner(), uid: None, via: Via::Demo, caller: None, id: 0 };
    (0..people).for_each(|number| hire(&desk, &owner, number));
    (0..IN_THE_SHOP).for_each(|number| take_in(&desk, number));
    desk.close().expect("closed");
    std::fs::write(folder.join("shop.toml"), "sessions_max = 1000\n[ssh]\nlisten = \"127.0.0.1:0\"\n")
        .expect("settings");
}

fn hire(desk: &Desk, owner: &Session, number: usize) {
    let id = StaffId::new(format!("p{number}"));
    let key = key(number).public_key().to_openssh().expect("a text");
    let add = AddStaff { id: id.clone(), name: id.to_string(), roles: vec![Role::Advisor], uid: None, gone: false };
    desk.run(owner, Envelope::new(Order::AddStaff(add))).expect("added");
    desk.run(owner, Envelope::new(Order::AddKey(AddKey { staff: id, key }))).expect("added");
}

/// Takes in a car that stays.
fn take_in(desk: &Desk, number: usize) {
    let open = OpenOrder {
        name: Some(format!("王建{}", if number.is_multiple_of(2) { "国" } else { "军" })),
        phone: Some(format!("13700{number:06}")),
        plate: format!("沪Y{number:05}"),
        model: Some("大众 帕萨特".into()),
        says: "刹车时前轮有尖叫声".into(),
        ..OpenOrder::default()
    };
    desk.run(&shop::li(), Envelope::new(Order::OpenOrder(open))).expect("taken in");
}

fn key(number: usize) -> PrivateKey {
    let mut seed = [1; 32];
    seed[..8].copy_from_slice(&(number as u64).to_le_bytes());
    PrivateKey::new(KeypairData::from(Ed25519Keypair::from_seed(&seed)), "").expect("a key")
}

/// The program, serving.
struct Server {
    process: Child,
    at: SocketAddr,
}

impl Server {
    fn start(folder: &Path) -> Server {
        let run = |args: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_shopdesk"));
            command.arg("--data").arg(folder).args(args).stderr(Stdio::null());
            command
        };
        let process = run(&["serve"]).stdout(Stdio::null()).spawn().expect("a server");
        let mut server = Server { process, at: SocketAddr::from(([127, 0, 0, 1], 0)) };
        loop {
            let said = run(&["status", "--json"]).output().expect("it runs").stdout;
            let status: serde_json::Value = serde_json::from_slice(&said).unwrap_or_default();
            if let Some(at) = status["server"]["ssh"]["at"].as_str().and_then(|at| at.parse().ok()) {
                server.at = at;
                return server;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn proc(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.process.id()))
    }

    fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(self.proc().join("status")).expect("the server runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux says so");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// User and system time in seconds.
    fn seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(self.proc().join("stat")).expect("the server runs");
        let fields: Vec<_> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        fields[11..13].iter().map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() / 100.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_child(&self.process);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        let _ = self.process.wait();
    }
}

/// Trusts every host key: it is our own server.
struct Trusts;

impl Handler for Trusts {
    type Error = Error;

    async fn check_server_key(&mut self, _key: &PublicKeyOrCertificate) -> Result<bool, Error> {
        Ok(true)
    }
}

/// A line that counts what comes over it.
struct Counted {
    stream: TcpStream,
    came: Arc<AtomicU64>,
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, into);
        self.came.fetch_add((into.filled().len() - before) as u64, Ordering::Relaxed);
        read
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A caller's screen.
struct Caller {
    _handle: Handle<Trusts>,
    channel: Channel<Msg>,
    came: Arc<AtomicU64>,
}

impl Caller {
    async fn open(at: SocketAddr, number: usize, compresses: bool) -> Caller {
        let stream = TcpStream::connect(at).await.expect("the port is open");
        stream.set_nodelay(true).expect("set");
        let came = Arc::new(AtomicU64::new(0));
        let compression: &[compression::Name] =
            if compresses { &[compression::ZLIB_LEGACY] } else { &[compression::NONE] };
        let preferred = Preferred { compression: Cow::Owned(compression.to_vec()), ..Preferred::DEFAULT };
        let config = Config { preferred, nodelay: true, ..Config::default() };
        let counted = Counted { stream, came: Arc::clone(&came) };
        let mut handle = connect_stream(Arc::new(config), counted, Trusts).await.expect("an SSH server");
        let key = PrivateKeyWithHashAlg::new(Arc::new(key(number)), None);
        assert!(handle.authenticate_publickey("shop", key).await.expect("an answer").success());
        let channel = handle.channel_open_session().await.expect("a channel");
        channel.set_env(false, "LANG", "en_US.UTF-8").await.expect("asked");
        channel.request_pty(false, "xterm-256color", COLUMNS, ROWS, 0, 0, &[]).await.expect("asked");
        channel.request_shell(false).await.expect("asked");
        let mut caller = Caller { _handle: handle, channel, came };
        caller.picture().await;
        caller
    }

    async fn types(&self, keys: &str) {
        self.channel.data_bytes(keys.as_bytes().to_vec()).await.expect("sent");
    }

    /// Waits for the next bytes of a picture.
    async fn picture(&mut self) {
        loop {
            let came = timeout(PATIENCE, self.channel.wait()).await.expect("a picture comes");
            match came.expect("the line holds") {
                ChannelMsg::Data { .. } => return,
                ChannelMsg::Close => panic!("the server closed the channel"),
                _ => {}
            }
        }
    }

    /// Takes what still comes until nothing follows.
    async fn settle(&mut self) {
        while timeout(QUIET, self.picture()).await.is_ok() {}
    }

    /// Bytes that came over the line for these keys, until nothing follows.
    async fn cost(&mut self, keys: &str) -> u64 {
        let before = self.came.load(Ordering::Relaxed);
        self.types(keys).await;
        self.settle().await;
        self.came.load(Ordering::Relaxed) - before
    }
}

async fn measure(server: &Server, sessions: usize) {
    let empty_kib = server.resident_kib();
    let (mut callers, mut opens) = (Vec::new(), Vec::new());
    for number in 0..sessions {
        let begun = Instant::now();
        callers.push(Caller::open(server.at, number, false).await);
        opens.push(begun.elapsed());
    }
    settle_all(&mut callers).await;
    let open_kib = server.resident_kib();
    let keys = keys(&mut callers[0]).await;
    let changes = if only_keys() { Times::of(vec![Duration::ZERO]) } else { changes(&mut callers).await };
    let kib = server.resident_kib();
    sleep(REST).await;
    let before = server.seconds();
    sleep(IDLE).await;
    let idle = server.seconds() - before;
    let (open, share) = (Times::of(opens).ms(0.5), idle / IDLE.as_secs_f64() * 100.0);
    let [none, opened, after] = [empty_kib, open_kib, kib].map(|kib| kib as f64 / 1024.0);
    println!(
        "{sessions:>8} {open:>9.2}  {keys}   {changes}   {none:>6.1} {opened:>6.1} {after:>6.1}   {idle:>6.2} {share:>5.2}"
    );
    for mut caller in callers {
        caller.types("\x11").await;
        // Whoever comes next must find nobody at this seat.
        while !matches!(caller.channel.wait().await, Some(ChannelMsg::Close) | None) {}
    }
}

/// Types into the customer's words of a new order.
async fn keys(caller: &mut Caller) -> Times {
    caller.types("n").await;
    caller.settle().await;
    // Down to the words, whatever stands before them.
    caller.types("\t\t\t").await;
    caller.settle().await;
    let mut times = Vec::new();
    for number in 0..KEYS {
        // Typed and taken away again, so that the field stays short.
        let key = if number % 2 == 0 { "w" } else { "\x7f" };
        let begun = Instant::now();
        caller.types(key).await;
        caller.picture().await;
        times.push(begun.elapsed());
        if number % 64 == 0 {
            caller.settle().await;
        }
    }
    caller.settle().await;
    caller.types("\x1b").await;
    caller.settle().await;
    Times::of(times)
}

/// Takes a car in at one screen, and waits until every other one shows it.
async fn changes(callers: &mut [Caller]) -> Times {
    let mut times = Vec::new();
    let count = std::env::args().find_map(|arg| arg.strip_prefix("changes=")?.parse().ok()).unwrap_or(CHANGES);
    for _ in 0..count {
        // A car that is in the shop already would be another task.
        let number = CARS.fetch_add(1, Ordering::Relaxed);
        let saved = format!("n\x1b[18~沪Z9{number:04}\rWang\r138009{number:05}\x1b[21~");
        callers[0].types(&saved).await;
        settle_all(callers).await;
        callers[0].types("noise").await;
        callers[0].settle().await;
        let begun = Instant::now();
        callers[0].types("\x1b[21~").await;
        for caller in callers.iter_mut() {
            caller.picture().await;
        }
        times.push(begun.elapsed());
        settle_all(callers).await;
    }
    Times::of(times)
}

/// Lets all screens come to rest at the same time: one after another, two hundred would take a quarter of a minute.
async fn settle_all(callers: &mut [Caller]) {
    sleep(QUIET * 4).await;
    for caller in callers {
        while timeout(Duration::from_millis(1), caller.picture()).await.is_ok() {}
    }
}

/// Bytes on the line for a key in a text, a row down a list, a row that scrolls it, and a whole picture of the board.
async fn bytes(server: &Server, compresses: bool) -> [f64; 4] {
    let mut caller = Caller::open(server.at, usize::from(compresses), compresses).await;
    caller.settle().await;
    // A change of size draws the whole picture anew.
    let before = caller.came.load(Ordering::Relaxed);
    caller.channel.window_change(COLUMNS - 1, ROWS, 0, 0).await.expect("asked");
    caller.settle().await;
    let whole = caller.came.load(Ordering::Relaxed) - before;
    let (mut row, mut scroll) = (0, 0);
    for _ in 0..10 {
        row += caller.cost("j").await;
    }
    caller.cost(&"j".repeat(IN_THE_SHOP / 2)).await;
    for _ in 0..10 {
        scroll += caller.cost("j").await;
    }
    caller.cost("/").await;
    let mut key = 0;
    for letter in "wxyzvwxyzv".chars() {
        key += caller.cost(&letter.to_string()).await;
    }
    [key as f64 / 10.0, row as f64 / 10.0, scroll as f64 / 10.0, whole as f64]
}

/// What vim sends for a letter, a line down with the line of the cursor marked, a line scrolled and a whole picture of
/// 2,000 Chinese lines, before any encryption.
fn vim() -> Option<[f64; 4]> {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    let text = tempfile::NamedTempFile::new().expect("a file");
    let line = "沪A 12345  大众 帕萨特   王建国     维修 完工 1/2 项      在店等  A9       05:46    0:58\n";
    std::fs::write(text.path(), line.repeat(2_000)).expect("written");
    let size = PtySize { rows: ROWS as u16, cols: COLUMNS as u16, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new("vim");
    command.args(["-u", "NONE", "-N", "-n", "-c", "set cursorline"]);
    command.arg(text.path());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    let mut child = pair.slave.spawn_command(command).ok()?;
    let (mut screen, mut keys) =
        (pair.master.try_clone_reader().expect("a screen"), pair.master.take_writer().expect("keys"));
    let came = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&came);
    std::thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(count @ 1..) = screen.read(&mut chunk) {
            counting.fetch_add(count as u64, Ordering::Relaxed);
        }
    });
    let mut cost = |typed: &str| {
        let before = came.load(Ordering::Relaxed);
        keys.write_all(typed.as_bytes()).expect("typed");
        std::thread::sleep(Duration::from_millis(120));
        (came.load(Ordering::Relaxed) - before) as f64
    };
    cost("");
    cost("gg");
    let whole = cost("\x0c");
    let row = (0..10).map(|_| cost("j")).sum::<f64>() / 10.0;
    let scroll = (0..10).map(|_| cost("\x05")).sum::<f64>() / 10.0;
    cost("O");
    let key = "wxyzvwxyzv".chars().map(|letter| cost(&letter.to_string())).sum::<f64>() / 10.0;
    let _ = child.kill();
    let _ = child.wait();
    Some([key, row, scroll, whole])
}
