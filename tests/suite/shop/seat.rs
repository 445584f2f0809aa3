//! A seat at the shop's terminal: gives screens what they use, presses keys, looks at the picture.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::widgets::{Clear, Widget};
use shopdesk::desk::draft::Drafts;
use shopdesk::desk::rows::ShopPage;
use shopdesk::desk::{Answer, Door, Envelope, Query, Session};
use shopdesk::domain::Stamp;
use shopdesk::text::Lang;
use shopdesk::tui::app::{App, Flow, Screenful, Shared};
use shopdesk::tui::cx::Cx;
use shopdesk::tui::effect::Effect;
use shopdesk::tui::input::{Event, Key};
use shopdesk::tui::keymap::Layer;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::terminal::{Depth, fix_wide};
use shopdesk::tui::theme::Role;
use shopdesk::tui::widget::header::Part;
use shopdesk::tui::widget::layout::{Page, rule};
use shopdesk::tui::widget::{Look, footer, header, toast};

use super::{Shop, ZONE, session_of};
use crate::picture::{picture, text};

/// A whole session at a terminal of the shop.
pub struct Seated {
    /// The session.
    pub app: App,
    columns: u16,
    rows: u16,
    shared: Shared,
    who: &'static str,
    folder: Arc<tempfile::TempDir>,
    clock: Arc<AtomicI64>,
}

impl Seated {
    /// Opens another session of the same person, at another terminal.
    pub fn second(&self) -> Seated {
        self.second_as(session_of(self.who))
    }

    /// Opens another session, at another terminal or over SSH.
    pub fn second_as(&self, session: Session) -> Seated {
        let show = Screenful { lang: Lang::En, depth: Depth::Mono, ascii: false };
        let app = App::new(self.shared.clone(), session, show);
        let (shared, folder, clock) = (self.shared.clone(), self.folder.clone(), self.clock.clone());
        Seated { app, columns: 80, rows: 24, shared, who: self.who, folder, clock }
    }

    /// The way into the shop.
    pub fn door(&self) -> &dyn Door {
        &*self.shared.door
    }

    /// Lets time pass; the server's sleeper has every screen look again.
    pub fn wait(&mut self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
        self.app.refresh();
    }

    /// Now.
    pub fn now(&self) -> Stamp {
        (self.shared.clock)()
    }

    /// Lets time pass without anybody looking.
    pub fn sleep(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// The whole journal.
    pub fn journal(&self) -> String {
        let files = std::fs::read_dir(self.folder.path().join("journal")).into_iter().flatten().flatten();
        files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
    }

    /// How long the sleeper would sleep for the locks of screens, in milliseconds.
    pub fn next_lock(&self) -> Option<i64> {
        self.shared.idle.next((self.shared.clock)())
    }

    /// Gives keys as `keymap.toml` writes them, separated by blanks; the picture is drawn before each.
    pub fn press(&mut self, keys: &str) -> Flow {
        let mut flow = Flow::Stay;
        for key in keys.split_whitespace() {
            self.picture();
            flow = self.app.on(Event::Key(Key::parse(key).unwrap_or_else(|| panic!("{key} is no key"))));
        }
        flow
    }

    /// Types a text.
    pub fn write(&mut self, text: &str) {
        for c in text.chars() {
            self.app.on(Event::Key(Key::char(c)));
        }
    }

    /// Makes the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        (self.columns, self.rows) = (columns, rows);
        self.picture();
    }

    /// What the terminal shows.
    pub fn picture(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(self.columns, self.rows)).expect("a buffer is a terminal");
        terminal.draw(|frame| self.app.draw(frame)).expect("a buffer takes every picture");
        let mut buffer = terminal.backend().buffer().clone();
        fix_wide(&mut buffer);
        text(&buffer)
    }

    /// The names of the drafts of all people.
    pub fn drafts(&self) -> Vec<String> {
        let people = std::fs::read_dir(self.folder.path().join("draft")).into_iter().flatten().flatten();
        let files = people.flat_map(|person| std::fs::read_dir(person.path()).into_iter().flatten().flatten());
        files.map(|file| file.file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Shop {
    /// Opens a whole session for who sits there, at 80×24, in English.
    pub fn sit_down(self) -> Seated {
        let clock = self.clock.clone();
        let shared = Shared {
            door: Arc::new(self.desk),
            clock: Arc::new(move || Stamp::in_zone(clock.load(Ordering::SeqCst), ZONE)),
            zone: ZONE,
            idle: shopdesk::tui::app::Idle::after_minutes(15),
            drafts: Drafts::in_data(self._folder.path()),
            catalogue: self.words,
            keymap: Arc::new(self.keymap),
            theme: "night".into(),
            printer: Arc::new(|_, _| Err("no printer here".into())),
            filer: {
                let folder = self._folder.path().join("print");
                Arc::new(move |name, text| {
                    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
                    std::fs::write(folder.join(name), text).map_err(|error| error.to_string())?;
                    Ok(format!("print/{name}"))
                })
            },
        };
        let show = Screenful { lang: Lang::En, depth: Depth::Mono, ascii: false };
        let app = App::new(shared.clone(), session_of(self.who), show);
        let folder = Arc::new(self._folder);
        Seated { app, columns: 80, rows: 24, shared, who: self.who, folder, clock: self.clock }
    }

    /// Gives what a screen uses, as who sits there has it.
    pub fn cx<T>(&self, lang: Lang, give: impl FnOnce(&Cx<'_>) -> T) -> T {
        self.cx_as(self.who, lang, give)
    }

    /// Gives what a screen uses, as somebody has it.
    pub fn cx_as<T>(&self, who: &str, lang: Lang, give: impl FnOnce(&Cx<'_>) -> T) -> T {
        let session = session_of(who);
        let staff = self.desk.ask(&session, &Query::Staff);
        let people = if let Ok(Answer::Staff(people)) = staff { people } else { Default::default() };
        let shop = self.desk.ask(&session, &Query::Shop);
        let shop = if let Ok(Answer::Shop(shop)) = shop { shop } else { ShopPage::default() };
        let held = self.desk.ask(&session, &Query::Held);
        let held = if let Ok(Answer::Held(held)) = held { held } else { Vec::new() };
        let words = self.words.words(lang);
        give(&Cx {
            door: &self.desk,
            session: &session,
            people: &people,
            held: &held,
            shop: &shop,
            look: Look { theme: &self.theme, words: &words },
            keymap: &self.keymap,
            now: self.now(),
            zone: ZONE,
        })
    }

    /// Gives a screen keys as `keymap.toml` writes them, separated by blanks, and returns what the last one asked
    /// for. Commands that it gives on the way are run, and it learns of the outcome.
    pub fn press(&self, screen: &mut dyn Screen, keys: &str) -> Effect {
        let mut effect = Effect::Stay;
        for key in keys.split_whitespace() {
            effect = self.press_key(screen, Key::parse(key).unwrap_or_else(|| panic!("{key} is no key")));
        }
        effect
    }

    /// Types a text into a screen.
    pub fn write(&self, screen: &mut dyn Screen, text: &str) -> Effect {
        text.chars().fold(Effect::Stay, |_, c| self.press_key(screen, Key::char(c)))
    }

    fn press_key(&self, screen: &mut dyn Screen, key: Key) -> Effect {
        let mut layers = screen.layers();
        layers.push(Layer::Global);
        let action = self.keymap.lookup(&layers, key);
        let effect = self.cx(self.lang, |cx| screen.on(cx, action, key));
        let Effect::Run(ask) = &effect else { return effect };
        let mut envelope = Envelope::new(ask.command.clone());
        if let Some((noun, version)) = ask.seen {
            envelope = envelope.seen(noun, version);
        }
        match self.desk.run(&session_of(self.who), envelope) {
            Ok(receipt) => self.cx(self.lang, |cx| screen.done(cx, &receipt)),
            Err(error) => {
                self.cx(self.lang, |cx| screen.refused(cx, &error));
                effect
            }
        }
    }

    /// Draws a screen as the app does: heading, rule, body, rule, keys.
    pub fn draw(&self, lang: Lang, columns: u16, rows: u16, screen: &dyn Screen) -> String {
        self.draw_over(lang, columns, rows, &[screen])
    }

    /// Draws screens that lie on each other, the last one on top.
    pub fn draw_over(&self, lang: Lang, columns: u16, rows: u16, screens: &[&dyn Screen]) -> String {
        self.cx(lang, |cx| {
            picture(columns, rows, |area, buffer| {
                for screen in screens {
                    let page = Page::of(area);
                    if !screen.is_box() {
                        let (mut left, mut right) = screen.header(cx);
                        left.insert(0, Part::new(Role::Dim, cx.shop.name.as_str()));
                        right.push(Part::new(Role::Text, cx.name(&cx.session.who)));
                        right.push(Part::new(Role::Text, shopdesk::text::format::clock(cx.words(), cx.now)));
                        header::draw(&cx.look, page.head, buffer, &left, &right);
                        rule(&cx.look, page.head_rule, buffer);
                    }
                    toast::draw(&cx.look, page.foot_rule, buffer, None);
                    let mut layers = screen.layers();
                    layers.push(Layer::Global);
                    let hints = cx.keymap.footer(&layers, lang, page.foot.width);
                    Clear.render(page.foot, buffer);
                    footer::draw(&cx.look, page.foot, buffer, &hints);
                    screen.draw(cx, page.body, buffer);
                }
            })
        })
    }
}
