//! What a key costs from the drawn picture to the bytes: time and bytes, for a form and a list in Chinese.
//!
//! Run with `cargo bench --bench draw`. Nothing is asserted: the numbers are for people.

use std::hint::black_box;
use std::time::Instant;

use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use shopdesk::text::{Catalogue, Lang, Words};
use shopdesk::tui::action::Action;
use shopdesk::tui::input::Key;
use shopdesk::tui::keymap::{Keymap, Layer};
use shopdesk::tui::terminal::{Depth, Painter};
use shopdesk::tui::theme::{Role, Theme};
use shopdesk::tui::widget::form::{FieldSpec, Form, Kind};
use shopdesk::tui::widget::header::Part;
use shopdesk::tui::widget::layout::{Page, rule};
use shopdesk::tui::widget::table::{Cell, Column, Row, Table, Width};
use shopdesk::tui::widget::{Look, footer, header, toast};

const ROUNDS: u32 = 2000;
const LIST_ROWS: u32 = 40;

const FIELDS: &[FieldSpec] = &[
    FieldSpec::needed("plate", "车牌", Kind::Code { max: 9, leap: false }),
    FieldSpec::needed("mileage", "里程", Kind::Digits { max: 7, leap: false }),
    FieldSpec::needed("says", "客户说", Kind::Area { rows: 3, max: 4000 }),
    FieldSpec::optional("name", "客户", Kind::Text { max: 20 }),
    FieldSpec::optional("phone", "电话", Kind::Digits { max: 11, leap: false }),
    FieldSpec::needed("promise", "交车时间", Kind::Time),
    FieldSpec::optional("waiting", "店内等候", Kind::Toggle),
    FieldSpec::optional("note", "备注", Kind::Text { max: 400 }),
];

struct Desk {
    words: Words,
    theme: Theme,
    keymap: Keymap,
}

impl Desk {
    fn frame(&self, frame: &mut Frame<'_>, layers: &[Layer]) -> Rect {
        let look = self.look();
        let page = Page::of(frame.area());
        let buffer = frame.buffer_mut();
        let left = [Part::new(Role::Dim, "虹桥路店"), Part::new(Role::Title, "看板")];
        header::draw(&look, page.head, buffer, &left, &[Part::new(Role::Late, "3 迟"), Part::new(Role::Text, "14:32")]);
        rule(&look, page.head_rule, buffer);
        toast::draw(&look, page.foot_rule, buffer, None);
        footer::draw(&look, page.foot, buffer, &self.keymap.footer(layers, self.words.lang(), page.foot.width));
        page.body
    }

    fn look(&self) -> Look<'_> {
        Look { theme: &self.theme, words: &self.words }
    }
}

fn main() {
    let desk = Desk {
        words: Catalogue::built_in().words(Lang::Zh),
        theme: Theme::built_in("night", Depth::C256).expect("there is a night"),
        keymap: Keymap::built_in(),
    };
    println!("{:<34} {:>9} {:>9} {:>11} {:>11}", "", "us/key", "us p99", "bytes/key", "first frame");
    for size in [Size::new(80, 24), Size::new(160, 50)] {
        report("form, typing ASCII", size, typing(&desk, size, "a"));
        report("form, typing Chinese", size, typing(&desk, size, "修"));
        report("form, next field", size, walking(&desk, size));
        report("list, nothing changed", size, list(&desk, size, None));
        report("list, selection moves", size, list(&desk, size, Some(Action::Down)));
    }
}

/// Time of each key in nanoseconds, bytes of all keys, bytes of the first frame.
type Measured = (Vec<u128>, usize, usize);

fn report(name: &str, size: Size, (mut times, bytes, first): Measured) {
    times.sort_unstable();
    let mean = times.iter().sum::<u128>() as f64 / times.len() as f64 / 1000.0;
    let p99 = times[times.len() * 99 / 100] as f64 / 1000.0;
    let per_key = bytes as f64 / times.len() as f64;
    println!(
        "{:<25} {:>8} {mean:>9.1} {p99:>9.1} {per_key:>11.1} {first:>11}",
        name,
        format!("{}x{}", size.width, size.height)
    );
}

/// Lets `press` change the state and `draw` paint it, over and over.
fn measure<S>(size: Size, mut state: S, press: impl Fn(&mut S, u32), draw: impl Fn(&S, &mut Frame<'_>)) -> Measured {
    let mut painter = Painter::new(size, Depth::C256);
    let first = painter.paint(|frame| draw(&state, frame)).len();
    let mut times = Vec::with_capacity(ROUNDS as usize);
    let mut bytes = 0;
    for round in 0..ROUNDS {
        let start = Instant::now();
        press(&mut state, round);
        bytes += black_box(painter.paint(|frame| draw(&state, frame))).len();
        times.push(start.elapsed().as_nanos());
    }
    (times, bytes, first)
}

fn draw_form(desk: &Desk, form: &Form, frame: &mut Frame<'_>) {
    let body = desk.frame(frame, &[Layer::Form, Layer::Global]);
    if let Some(cursor) = form.draw(&desk.look(), body, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

fn form() -> Form {
    let mut form = Form::new(FIELDS);
    form.set("plate", "沪AF3389");
    form.set_note("plate", "特斯拉 Model 3，孙丽，来过 4 次");
    form.set("says", "刹车时有异响，低速明显，上周开始，冷车更响");
    form
}

/// Types twenty characters into a text field and deletes them again, as if one key were held.
fn typing(desk: &Desk, size: Size, text: &str) -> Measured {
    let key = Key::char(text.chars().next().unwrap_or('a'));
    let press = |form: &mut Form, round: u32| {
        if round.is_multiple_of(20) {
            form.set("note", "");
        }
        form.on(None, key);
    };
    let mut form = form();
    form.focus_on("note");
    measure(size, form, press, |form, frame| draw_form(desk, form, frame))
}

fn walking(desk: &Desk, size: Size) -> Measured {
    let press = |form: &mut Form, _| {
        form.on(Some(Action::NextField), Key::char('\t'));
    };
    measure(size, form(), press, |form, frame| draw_form(desk, form, frame))
}

fn list(desk: &Desk, size: Size, action: Option<Action>) -> Measured {
    let columns = [
        Column::left("车牌", Width::Fixed(9)),
        Column::left("车型", Width::Flex(14)),
        Column::left("客户", Width::Fixed(8)),
        Column::left("阶段", Width::Fixed(8)),
        Column::left("下一步", Width::Flex(14)),
        Column::right("承诺", Width::Fixed(6)),
        Column::right("剩余", Width::Fixed(6)),
    ];
    let ids: Vec<u32> = (0..LIST_ROWS).collect();
    let rows = || -> Vec<Row<'_, u32>> {
        let row = |id: &u32| {
            let cells: Vec<Cell<'_>> = vec![
                format!("沪A{:05}", id * 7919 % 100_000).into(),
                "大众帕萨特 330TSI".into(),
                "欧阳建国".into(),
                "维修".into(),
                "征求客户同意".into(),
                "17:30".into(),
                Cell::new(Role::Soon, format!("{}:{:02}", id / 10, id % 60)),
            ];
            Row::new(*id, cells)
        };
        ids.iter().map(row).collect()
    };
    let press = |table: &mut Table<u32>, round: u32| {
        if round.is_multiple_of(LIST_ROWS) {
            table.on(Action::First, &ids);
        } else if let Some(action) = action {
            table.on(action, &ids);
        }
        table.keep(ids.iter());
    };
    let mut table = Table::new();
    table.keep(ids.iter());
    measure(size, table, press, |table, frame| {
        let body = desk.frame(frame, &[Layer::Board, Layer::List, Layer::Global]);
        table.draw(&desk.look(), body, frame.buffer_mut(), &columns, &rows(), "暂无");
    })
}
