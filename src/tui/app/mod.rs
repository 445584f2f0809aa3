//! One session's screens: a stack of layers. Keys go down from the top until one takes them; drawing goes up.
//!
//! The app does what screens only ask for: it gives commands to the desk, opens places, keeps drafts, prints.

mod draft;
mod idle;
mod kit;
mod lease;
mod may;
mod person;
mod run;
mod stack;

pub use idle::Idle;
pub use kit::{Filer, Kit, Printer, Screenful, Shared};

use super::action::Action;
use super::effect::{Effect, Place};
use super::input::{Code, Event, Key};
use super::keymap::Layer;
use super::screen::Screen;
use super::screen::improvement::tabs;
use super::theme::Role;
use super::widget::header::Part;
use super::widget::layout::{self, Page};
use super::widget::{footer, header, toast};
use crate::desk::Session;
use crate::desk::draft::Draft;
use crate::domain::{Command, Key as RecordKey, OrderId, StaffId};
use crate::text::format;
use draft::{Slot, draft_name, keep};
use ratatui::Frame;
use std::cell::Cell as Memory;

/// The smallest terminal in which anything can be done, in cells.
const LEAST: (u16, u16) = (40, 10);
/// What a screen gets with an action that no key asked for: there is no such function key.
const NO_KEY: Key = Key::plain(Code::F(0));
/// Effects that may follow from one key: a screen that turns for ever is a fault, not a hang.
const EFFECTS_MAX: usize = 8;

/// Whether the session goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It goes on.
    Stay,
    /// It ends, with these last words.
    Leave(String),
}

/// One session.
pub struct App {
    kit: Kit,
    stack: Vec<Layered>,
    message: Option<(Role, String)>,
    /// The order whose page was closed last, until the main screen is there again.
    left: Option<OrderId>,
    /// The command that the last key asked for and was asked about.
    unsure: Option<Command>,
    leaving: Option<String>,
    watch: idle::Watch,
    /// The leases of what is open.
    holds: Vec<RecordKey>,
    /// Whether the last picture had no room for a screen: nobody sees what a key would do.
    too_small: Memory<bool>,
}

/// A screen with what is kept of it.
struct Layered {
    screen: Box<dyn Screen>,
    kept: Option<Draft>,
    /// A draft was put into it, and can be given up.
    restored: bool,
    /// Which of several drafts it is, where there may be several.
    slot: Option<Slot>,
}

impl Layered {
    /// The name of its draft, if it has one.
    fn form(&self) -> Option<String> {
        self.slot.as_ref().map(|slot| slot.held.form.clone()).or_else(|| draft_name(&self.screen.place()))
    }
}

impl App {
    /// Opens the desk for a session: the board, or the first run's dialog.
    pub fn new(shared: Shared, session: Session, show: Screenful) -> Self {
        let mut kit = Kit::new(shared, session, show);
        let watch = kit.shared.idle.watch(kit.now());
        let (stack, unsure, left, too_small) = (Vec::new(), None, None, Memory::new(false));
        kit.session.id = watch.id();
        let mut app =
            Self { kit, stack, message: None, left, unsure, leaving: None, watch, holds: Vec::new(), too_small };
        let unknown = app.kit.session.is_owner() || app.kit.session.is_stranger();
        if app.kit.shop.name.is_empty() {
            app.push(&Place::SetUp);
        } else {
            app.push(&Place::Board);
            if unknown {
                app.push(&Place::SwitchPerson);
            }
        }
        app
    }

    /// What is open, the main screen first.
    pub fn places(&self) -> Vec<Place> {
        self.stack.iter().map(|layer| layer.screen.place()).collect()
    }

    /// Goes on where another server was lost: the person who sat here, if they still work here, and what they had open.
    /// What cannot be opened any more is left out; whoever was not chosen yet is asked as ever.
    pub fn take_up(&mut self, who: &StaffId, places: &[Place]) {
        let works_here = self.kit.people.iter().any(|person| person.id == *who && !person.gone);
        if !works_here || self.kit.shop.name.is_empty() {
            return;
        }
        if self.kit.session.who != *who {
            self.go_on_as(who.clone(), None);
        }
        // Somebody with a PIN is asked for it, and begins at the board.
        if self.kit.session.who != *who {
            return;
        }
        if let Some((main, over)) = places.split_first().filter(|(main, _)| is_main(main)) {
            self.go(main.clone());
            over.iter().filter(|place| comes_back(place)).for_each(|place| self.push(place));
        }
    }

    /// Takes one event.
    pub fn on(&mut self, event: Event) -> Flow {
        let now = self.kit.now();
        if self.watch.is_over(now) && !self.is_locked() {
            // The key was pressed for what stood there before, perhaps by somebody else.
            self.lock();
            return Flow::Stay;
        }
        self.watch.touch(now);
        match event {
            Event::Key(key) if self.too_small.get() => {
                if self.kit.shared.keymap.lookup(&[self.base()], key) == Some(Action::Leave) {
                    let effect = self.everywhere(Action::Leave);
                    self.follow(effect);
                }
            }
            Event::Paste(_) if self.too_small.get() => {}
            Event::Key(key) => {
                self.message = None;
                let unsure = self.unsure.take();
                let effect = self.key(key);
                let effect = sure(effect, unsure);
                self.follow(effect);
            }
            Event::Paste(text) => {
                let effect = self.with_top(|screen, cx| screen.paste(cx, &text));
                self.follow(effect);
            }
            Event::PasteCut(kib) => {
                let said = self.kit.cx().with("app-paste-cut", &[("kib", &kib.to_string())]);
                self.message = Some((Role::Soon, said));
            }
            Event::Focus(_) => {}
        }
        self.hold_what_is_open();
        match self.leaving.take() {
            Some(words) => Flow::Leave(words),
            None => Flow::Stay,
        }
    }

    /// Looks at the shop again: something changed, or the minute turned.
    pub fn refresh(&mut self) {
        let roles = self.kit.own_roles();
        self.kit.refresh();
        if !roles.is_empty() && !self.kit.is_shut_out && roles != self.kit.own_roles() {
            return self.begin_again();
        }
        let cx = self.kit.cx();
        for layer in &mut self.stack {
            layer.screen.refresh(&cx);
        }
        self.lock_if_left();
    }

    /// Shows things another way: another terminal took the session up.
    pub fn show_as(&mut self, show: Screenful) {
        self.kit.show_as(show);
        self.refresh();
    }

    /// How the session shows things.
    pub fn shown_as(&self) -> Screenful {
        self.kit.show
    }

    /// Who is working.
    pub fn who(&self) -> &StaffId {
        &self.kit.session.who
    }

    /// Writes what was typed and not saved to where it survives.
    pub fn keep(&mut self) {
        for layer in &mut self.stack {
            let draft = layer.screen.draft();
            if draft != layer.kept {
                if let Some(form) = layer.form() {
                    keep(&self.kit, &form, draft.as_ref());
                }
                layer.kept = draft;
            }
        }
    }

    /// Draws the whole picture.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let cx = self.kit.cx();
        let area = frame.area();
        self.too_small.set(area.width < LEAST.0 || area.height < LEAST.1);
        if self.too_small.get() {
            let text = cx.get("app-too-small");
            for (line, y) in layout::wrap(&text, area.width).iter().zip(area.y..area.bottom()) {
                layout::put(frame.buffer_mut(), area.x, y, area.width, line, cx.look.theme.style(Role::Text));
            }
            return;
        }
        let page = Page::of(area);
        let first = self.stack.iter().rposition(|layer| !layer.screen.is_box()).unwrap_or(0);
        let mut cursor = None;
        for layer in &self.stack[first..] {
            cursor = layer.screen.draw(&cx, page.body, frame.buffer_mut());
        }
        if let Some(below) = self.stack.get(first) {
            self.draw_header(&cx, &*below.screen, page, frame);
        }
        let buffer = frame.buffer_mut();
        layout::rule(&cx.look, page.head_rule, buffer);
        self.draw_writing(&cx, page.head_rule, buffer);
        let message = self.message.as_ref().map(|(role, text)| (*role, text.as_str()));
        toast::draw(&cx.look, page.foot_rule, buffer, message);
        let hints = cx.keymap.footer(&self.layers(), cx.words().lang(), page.foot.width);
        footer::draw(&cx.look, page.foot, buffer, &hints);
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    fn draw_header(&self, cx: &super::cx::Cx<'_>, screen: &dyn Screen, page: Page, frame: &mut Frame<'_>) {
        let (mut left, mut right) = screen.header(cx);
        if !cx.shop.name.is_empty() {
            left.insert(0, Part::new(Role::Title, cx.shop.name.as_str()));
        }
        right.push(Part::new(Role::Text, cx.name(&cx.session.who)));
        right.push(Part::new(Role::Dim, format::clock(cx.words(), cx.now)));
        header::draw(&cx.look, page.head, frame.buffer_mut(), &left, &right);
    }

    /// The layers of keys that work now, the nearest first.
    fn layers(&self) -> Vec<Layer> {
        let top = self.stack.last();
        let mut layers = top.map(|layer| layer.screen.layers()).unwrap_or_default();
        if top.is_some_and(|layer| layer.slot.is_some()) {
            layers.insert(0, Layer::Drafts);
        }
        if top.is_some_and(|layer| layer.restored) {
            layers.insert(0, Layer::Draft);
        }
        layers.push(self.base());
        layers
    }

    /// The keys that work everywhere: few, as long as the shop has no name and nobody works there.
    fn base(&self) -> Layer {
        match () {
            () if self.is_locked() => Layer::Locked,
            () if self.kit.shop.name.is_empty() => Layer::FirstRun,
            () => Layer::Global,
        }
    }

    fn key(&mut self, key: Key) -> Effect {
        let action = self.kit.shared.keymap.lookup(&self.layers(), key);
        // At any moment: no box, question or form has a use of its own for it.
        if let Some(at_once @ (Action::Language | Action::Lock)) = action {
            return self.everywhere(at_once);
        }
        let effect = self.with_top(|screen, cx| screen.on(cx, action, key));
        match (effect, action) {
            (Effect::Pass, Some(action)) => Effect::Do(action),
            (Effect::Pass | Effect::Stay, None) if self.discards_nothing(key) => {
                Effect::Say(Role::Dim, self.kit.words().get("app-no-draft").into_owned())
            }
            (Effect::Pass, None) => Effect::Stay,
            (effect, _) => effect,
        }
    }

    /// Whether the key would give up a draft, and the form has none that came back.
    fn discards_nothing(&self, key: Key) -> bool {
        let is_form = self.stack.last().is_some_and(|layer| layer.form().is_some());
        is_form && self.kit.shared.keymap.lookup(&[Layer::Draft], key) == Some(Action::Discard)
    }

    fn with_top(&mut self, act: impl FnOnce(&mut dyn Screen, &super::cx::Cx<'_>) -> Effect) -> Effect {
        let cx = self.kit.cx();
        self.stack.last_mut().map_or(Effect::Stay, |layer| act(&mut *layer.screen, &cx))
    }

    fn follow(&mut self, effect: Effect) {
        let mut effect = effect;
        for _ in 0..EFFECTS_MAX {
            effect = match effect {
                Effect::Stay | Effect::Pass => return,
                Effect::Back => return self.back(),
                Effect::BackWith(role, text) => {
                    self.back();
                    return self.tell(role, text);
                }
                Effect::Open(place) => return self.push(&place),
                Effect::OpenWith(role, text, place) => {
                    self.push(&place);
                    return self.tell(role, text);
                }
                Effect::Turn(place) => {
                    self.pop();
                    return self.push(&place);
                }
                Effect::TurnWith(role, text, place) => {
                    self.pop();
                    self.push(&place);
                    return self.tell(role, text);
                }
                Effect::Run(ask) => self.run(*ask),
                Effect::Sure(ask, question) => {
                    self.unsure = Some(ask.command);
                    return self.tell(Role::Soon, question);
                }
                Effect::RunEach(asks) => self.run_each(asks),
                Effect::Print(order, sheet) => return self.print(&order, sheet),
                Effect::PrintCapa(capa) => return self.print_capa(&capa),
                Effect::Pack(year) => return self.pack(year),
                Effect::Say(role, text) => return self.tell(role, text),
                Effect::Become(who) => return self.go_on_as(who, None),
                Effect::Prove(who, pin) => return self.go_on_as(who, pin.as_ref()),
                Effect::ChangePin(old, new) => self.change_pin(&old, &new),
                Effect::Do(action) => self.act(action),
            };
        }
    }

    /// Shows a sentence. What was said since the key, such as a warning or that a draft came back, stands below.
    fn tell(&mut self, role: Role, text: String) {
        let also = self.message.take().map(|(_, also)| format!("\n{also}")).unwrap_or_default();
        self.message = Some((role, format!("{text}{also}")));
    }

    /// Does what an action asks for. Chosen from the list of commands, it is meant for the screen below that list.
    fn act(&mut self, action: Action) -> Effect {
        if self.stack.last().is_none_or(|layer| layer.screen.place() != Place::Palette) {
            return self.everywhere(action);
        }
        self.pop();
        match self.with_top(|screen, cx| screen.on(cx, Some(action), NO_KEY)) {
            Effect::Pass => self.everywhere(action),
            effect => effect,
        }
    }

    /// What an action does wherever one is.
    fn everywhere(&mut self, action: Action) -> Effect {
        match action {
            Action::Back => Effect::Back,
            Action::Discard => self.discard(),
            Action::NextDraft => self.next_draft(),
            Action::Find => Effect::Open(Place::Find),
            Action::NewOrder => Effect::Open(Place::NewOrder { plate: String::new() }),
            Action::Complaint => Effect::Open(self.complaint_here()),
            Action::Keys => Effect::Open(Place::Keys),
            Action::Palette => Effect::Open(Place::Palette),
            Action::Prices => Effect::Open(Place::Prices),
            Action::SwitchPerson => Effect::Open(Place::SwitchPerson),
            Action::SetPin => Effect::Open(Place::SetPin),
            Action::Lock => {
                self.lock();
                Effect::Stay
            }
            Action::Language => {
                let show = Screenful { lang: self.kit.show.lang.other(), ..self.kit.show };
                self.show_as(show);
                Effect::Stay
            }
            Action::Leave => {
                self.keep();
                self.leaving = Some(self.kit.words().get("app-goodbye").into_owned());
                Effect::Stay
            }
            Action::GoBoard => self.go(Place::Board),
            Action::GoCalls => self.go(Place::Calls),
            Action::GoComplaints => self.go(Place::Complaints),
            Action::GoScores => self.go(Place::Scores),
            Action::GoImprovement => self.go(Place::Improvement),
            _ => Effect::Stay,
        }
    }
}

impl Drop for App {
    /// What the session was at is free for others.
    fn drop(&mut self) {
        self.kit.shared.door.let_go(&self.kit.session, None);
    }
}

/// What was asked about with the last key is done if this key asks for the same.
fn sure(effect: Effect, unsure: Option<Command>) -> Effect {
    match effect {
        Effect::Sure(ask, _) if unsure.as_ref() == Some(&ask.command) => Effect::Run(ask),
        effect => effect,
    }
}

/// A screen that others lie over.
fn is_main(place: &Place) -> bool {
    matches!(place, Place::Board | Place::Calls | Place::Complaints | Place::Scores) || tabs::is_view(place)
}

/// What is opened again after a server was lost: not the boxes that are about the moment only.
fn comes_back(place: &Place) -> bool {
    !matches!(
        place,
        Place::SwitchPerson | Place::Pin(_) | Place::SetPin | Place::SetUp | Place::Palette | Place::Keys | Place::Find
    )
}
