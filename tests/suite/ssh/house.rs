//! A shop that serves callers, and callers in front of it.

use crate::cli::shop;
use crate::program::{Folder, Server};
use crate::server::place::{PATIENCE, emulator};
use russh::client::{Config, Handle, Handler, Msg, connect};
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg, ChannelWriteHalf, Error};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// A shop whose server lets callers in on a free port of this machine.
pub struct House {
    pub shop: Folder,
    server: Option<Server>,
    pub port: u16,
    pub runtime: Runtime,
}

impl House {
    /// A shop with a car, where 李敏 (`li`) and 王强 (`wang`) have keys.
    pub fn open() -> House {
        House::with("")
    }

    /// The same with more settings of `[ssh]`.
    pub fn with(settings: &str) -> House {
        let people = [("li", "李敏", "advisor"), ("wang", "王强", "technician")];
        House::staffed(&format!("listen = \"127.0.0.1:0\"\n{settings}"), &people)
    }

    /// A shop where these advisors have keys.
    pub fn with_people(settings: &str, people: &[&str]) -> House {
        let people: Vec<_> = people.iter().map(|who| (*who, *who, "advisor")).collect();
        House::staffed(settings, &people)
    }

    fn staffed(settings: &str, people: &[(&str, &str, &str)]) -> House {
        let shop = shop();
        fs::write(shop.data().join("shop.toml"), format!("[ssh]\n{settings}")).expect("set");
        let runtime = Runtime::new().expect("a runtime");
        let mut house = House { shop, server: None, port: 0, runtime };
        for (who, name, role) in people {
            let file = house.key_file(who).with_extension("pub");
            let file = file.to_str().expect("a path of this test");
            let mut added = house.shop.run(&["staff", "add", who, "--name", name, "--role", role, "--key", file]);
            if added.err.contains("works here already") {
                added = house.shop.run(&["staff", "change", who, "--key", file]);
            }
            assert_eq!(added.status, 0, "{}", added.err);
        }
        house.serve();
        house
    }

    /// Starts the server, and waits until callers get in.
    pub fn serve(&mut self) {
        self.server = Some(self.shop.serve());
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let status = self.shop.run(&["status", "--json"]).lines().remove(0);
            let at = status["server"]["ssh"]["at"].as_str().unwrap_or_default();
            if let Some(port) = at.rsplit(':').next().and_then(|port| port.parse().ok()) {
                self.port = port;
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("nobody gets in");
    }

    pub fn server(&mut self) -> Server {
        self.server.take().expect("a server")
    }

    /// A person's key.
    pub fn key(who: &str) -> PrivateKey {
        let mut seed = [7; 32];
        seed[..who.len()].copy_from_slice(who.as_bytes());
        PrivateKey::new(KeypairData::from(Ed25519Keypair::from_seed(&seed)), who).expect("a key")
    }

    /// The file of a person's key, with the public one beside it (`.pub`).
    pub fn key_file(&self, who: &str) -> PathBuf {
        let path = self.shop.data().with_file_name(format!("key-{who}"));
        let key = House::key(who);
        fs::write(&path, key.to_openssh(LineEnding::LF).expect("a text").as_bytes()).expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("for its owner");
        fs::write(path.with_extension("pub"), key.public_key().to_openssh().expect("a text")).expect("written");
        path
    }

    /// Connects and logs in; an error if that is refused.
    pub fn log_in(&self, user: &str, key: PrivateKey) -> Result<Handle<Accepts>, Error> {
        log_in(&self.runtime, self.port, user, key)
    }

    /// Opens a screen of 80×24 as this person.
    pub fn call(&self, who: &str) -> Call<'_> {
        self.call_sized(who, 80, 24)
    }

    /// Opens a screen of this size.
    pub fn call_sized(&self, who: &str, columns: u32, rows: u32) -> Call<'_> {
        self.screen(who, columns, rows).expect("a screen")
    }

    /// Opens a screen if the server is there to open one.
    pub fn try_call(&self, who: &str) -> Option<Call<'_>> {
        self.screen(who, 80, 24).ok()
    }

    fn screen(&self, who: &str, columns: u32, rows: u32) -> Result<Call<'_>, Error> {
        screen(&self.runtime, self.port, who, (columns, rows))
    }

    /// The server's log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.shop.data().join("log/server.log")).unwrap_or_default()
    }
}

/// Connects to a port of this machine and logs in; an error if that is refused.
fn log_in(runtime: &Runtime, port: u16, user: &str, key: PrivateKey) -> Result<Handle<Accepts>, Error> {
    runtime.block_on(async {
        let mut handle = connect(Arc::new(Config::default()), ("127.0.0.1", port), Accepts).await?;
        let key = PrivateKeyWithHashAlg::new(Arc::new(key), None);
        match handle.authenticate_publickey(user, key).await?.success() {
            true => Ok(handle),
            false => Err(Error::NotAuthenticated),
        }
    })
}

/// Opens a screen of so many columns and rows as this person.
pub fn screen<'r>(runtime: &'r Runtime, port: u16, who: &str, size: (u32, u32)) -> Result<Call<'r>, Error> {
    let handle = log_in(runtime, port, "shop", House::key(who))?;
    let channel = runtime.block_on(async {
        let channel = handle.channel_open_session().await?;
        channel.set_env(false, "LANG", "en_US.UTF-8").await?;
        channel.request_pty(true, "xterm-256color", size.0, size.1, 0, 0, &[]).await?;
        channel.request_shell(true).await?;
        Ok::<_, Error>(channel)
    })?;
    Ok(Call::over(runtime, handle, channel))
}

/// A client that trusts every host key: it is our own server.
pub struct Accepts;

impl Handler for Accepts {
    type Error = Error;

    async fn check_server_key(&mut self, _key: &PublicKeyOrCertificate) -> Result<bool, Error> {
        Ok(true)
    }
}

/// What came over a channel.
#[derive(Default)]
struct Came {
    parser: Option<vt100::Parser>,
    stderr: String,
    status: Option<u32>,
    is_closed: bool,
}

/// A channel to the server with an emulator behind it.
pub struct Call<'h> {
    runtime: &'h Runtime,
    handle: Handle<Accepts>,
    write: ChannelWriteHalf<Msg>,
    came: Arc<(Mutex<Came>, Condvar)>,
}

impl<'h> Call<'h> {
    /// Shows what comes over this channel.
    pub fn over(runtime: &'h Runtime, handle: Handle<Accepts>, channel: Channel<Msg>) -> Call<'h> {
        let (mut read, write) = channel.split();
        let came = Arc::new((Mutex::new(Came { parser: Some(emulator(80, 24)), ..Came::default() }), Condvar::new()));
        let to = Arc::clone(&came);
        runtime.spawn(async move {
            loop {
                let message = read.wait().await;
                let mut came = to.0.lock().expect("no reader panics");
                match message {
                    Some(ChannelMsg::Data { data }) => came.parser.as_mut().expect("a parser").process(&data),
                    Some(ChannelMsg::ExtendedData { data, .. }) => came.stderr += &String::from_utf8_lossy(&data),
                    Some(ChannelMsg::ExitStatus { exit_status }) => came.status = Some(exit_status),
                    Some(ChannelMsg::Close) | None => came.is_closed = true,
                    Some(_) => {}
                }
                let is_closed = came.is_closed;
                drop(came);
                to.1.notify_all();
                if is_closed {
                    return;
                }
            }
        });
        Call { runtime, handle, write, came }
    }

    /// Types; `\r` is Enter.
    pub fn types(&self, keys: &str) -> &Self {
        self.bytes(keys.as_bytes())
    }

    /// Sends bytes as they are.
    pub fn bytes(&self, bytes: &[u8]) -> &Self {
        self.runtime.block_on(self.write.data_bytes(bytes.to_vec())).expect("sent");
        self
    }

    /// Types; false if the line is gone.
    pub fn tries(&self, keys: &str) -> bool {
        self.runtime.block_on(self.write.data_bytes(keys.as_bytes().to_vec())).is_ok()
    }

    /// Waits so long for a text on the screen; false if it does not come.
    pub fn waits(&self, text: &str, patience: Duration) -> bool {
        let came = self.came.0.lock().expect("no reader panics");
        let missing = |came: &mut Came| !came.is_closed && !contents(came).contains(text);
        let (came, _) = self.came.1.wait_timeout_while(came, patience, missing).expect("no reader panics");
        contents(&came).contains(text)
    }

    /// Waits for a text on the screen.
    pub fn sees(&self, text: &str) -> &Self {
        self.until(text, |came| contents(came).contains(text));
        self
    }

    /// Asks for another size.
    pub fn resizes(&self, columns: u16, rows: u16) -> &Self {
        let cells = |count| std::num::NonZero::new(count).expect("cells");
        let mut came = self.came.0.lock().expect("no reader panics");
        came.parser.as_mut().expect("a parser").screen_mut().set_size(cells(rows), cells(columns));
        drop(came);
        let asked = self.write.window_change(columns.into(), rows.into(), 0, 0);
        self.runtime.block_on(asked).expect("asked");
        self
    }

    pub fn text(&self) -> String {
        contents(&self.came.0.lock().expect("no reader panics"))
    }

    /// Waits until the server has closed the channel; its exit status and what it said of errors.
    pub fn ends(&self) -> (Option<u32>, String) {
        self.until("the end", |came| came.is_closed);
        let came = self.came.0.lock().expect("no reader panics");
        (came.status, came.stderr.clone())
    }

    /// True if the emulator was given back as it was.
    pub fn is_restored(&self) -> bool {
        let came = self.came.0.lock().expect("no reader panics");
        let screen = came.parser.as_ref().expect("a parser").screen();
        !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }

    /// Cuts the line as a dead network would: without a word.
    pub fn cut(self) {
        self.runtime.block_on(async move { drop((self.write, self.handle)) });
    }

    fn until(&self, what: &str, good: impl Fn(&Came) -> bool) {
        let start = Instant::now();
        let mut came = self.came.0.lock().expect("no reader panics");
        while !good(&came) {
            let left = PATIENCE.checked_sub(start.elapsed());
            let left = left.unwrap_or_else(|| panic!("{what:?} never came:\n{}\n{}", contents(&came), came.stderr));
            came = self.came.1.wait_timeout(came, left).expect("no reader panics").0;
        }
    }
}

fn contents(came: &Came) -> String {
    came.parser.as_ref().map(|parser| parser.screen().contents()).unwrap_or_default()
}
