//! The pieces of a screen, looked at: in both languages, on a small and on a large terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use shopdesk::text::{Catalogue, Lang, Words};
use shopdesk::tui::keymap::{KeyGroup, Keymap, Layer};
use shopdesk::tui::terminal::Depth;
use shopdesk::tui::theme::{Marks, Role, Theme};
use shopdesk::tui::widget::form::{Choice, FieldSpec, Form, Kind, Pick};
use shopdesk::tui::widget::header::Part;
use shopdesk::tui::widget::layout::{Page, rule};
use shopdesk::tui::widget::strip::{Progress, Stage};
use shopdesk::tui::widget::table::{Cell, Column, Row, Table, Width};
use shopdesk::tui::widget::text_field::Entry;
use shopdesk::tui::widget::{Look, bar, footer, grid, header, help, menu, popup, progress, strip, toast};

use crate::picture::picture;

/// Words that stand only here, so that the samples speak both languages.
const EN: &str = "sample-plate = Plate\nsample-mileage = Mileage\nsample-says = Says\nsample-when = When\nsample-job = Job
sample-promise = Promise\nsample-waiting = Waiting\nsample-severity = Severity\nsample-category = Category\nsample-technician = Technician
sample-car = The car\nsample-amount = Amount\nsample-cold = cold\nsample-low = low speed\nsample-load = load\nsample-wet = wet
sample-normal = normal\nsample-important = important\nsample-major = major\nsample-delay = delay\nsample-quality = repair quality
sample-price = price and bill\nsample-attitude = attitude\nsample-parts = parts\nsample-return = same fault again\nsample-damage = damage to the car
sample-clean = car not clean\nsample-word = word not kept\nsample-note = Note\n";
const ZH: &str = "sample-plate = 车牌\nsample-mileage = 里程\nsample-says = 客户说\nsample-when = 何时\nsample-job = 项目
sample-promise = 交车时间\nsample-waiting = 店内等候\nsample-severity = 严重程度\nsample-category = 类别\nsample-technician = 技师
sample-car = 车况\nsample-amount = 金额\nsample-cold = 冷车\nsample-low = 低速\nsample-load = 满载\nsample-wet = 湿路
sample-normal = 一般\nsample-important = 重要\nsample-major = 重大\nsample-delay = 延误\nsample-quality = 维修质量
sample-price = 价格结算\nsample-attitude = 服务态度\nsample-parts = 配件\nsample-return = 故障重现\nsample-damage = 车辆受损
sample-clean = 车未洗净\nsample-word = 未守承诺\nsample-note = 备注\n";

const WHEN: &[Pick] = &[
    ('c', "cold", "sample-cold"),
    ('l', "low-speed", "sample-low"),
    ('m', "load", "sample-load"),
    ('w', "wet", "sample-wet"),
];
const SEVERITY: &[Pick] =
    &[('1', "normal", "sample-normal"), ('2', "important", "sample-important"), ('3', "major", "sample-major")];
const CATEGORY: &[Pick] = &[
    ('1', "delay", "sample-delay"),
    ('2', "quality", "sample-quality"),
    ('3', "price", "sample-price"),
    ('4', "attitude", "sample-attitude"),
    ('5', "parts", "sample-parts"),
    ('6', "return", "sample-return"),
    ('7', "damage", "sample-damage"),
    ('8', "clean", "sample-clean"),
    ('9', "word", "sample-word"),
];
const INTAKE: &[FieldSpec] = &[
    FieldSpec::needed("plate", "sample-plate", Kind::Code { max: 9, leap: false }),
    FieldSpec::needed("mileage", "sample-mileage", Kind::Digits { max: 7, leap: false }),
    FieldSpec::needed("says", "sample-says", Kind::Area { rows: 2, max: 500 }),
    FieldSpec::optional("when", "sample-when", Kind::Asked(WHEN)),
    FieldSpec::optional("job", "sample-job", Kind::Code { max: 3, leap: true }),
    FieldSpec::needed("promise", "sample-promise", Kind::Time),
    FieldSpec::optional("waiting", "sample-waiting", Kind::Toggle),
    FieldSpec::optional("car", "sample-car", Kind::Heading),
    FieldSpec::optional("technician", "sample-technician", Kind::Given),
    FieldSpec::optional("severity", "sample-severity", Kind::Choice(SEVERITY)),
    FieldSpec::optional("category", "sample-category", Kind::Choice(CATEGORY)),
    FieldSpec::optional("note", "sample-note", Kind::Text { max: 60 }),
    FieldSpec::optional("amount", "sample-amount", Kind::Shown),
];

struct Sample {
    words: Words,
    theme: Theme,
}

impl Sample {
    fn new(lang: Lang) -> Sample {
        let words = Catalogue::with_overrides(EN, ZH).expect("the samples are words").words(lang);
        Sample { words, theme: Theme::built_in("night", Depth::C256).expect("there is a night") }
    }

    fn ascii(self) -> Sample {
        Sample { theme: self.theme.with_marks(Marks::ASCII), ..self }
    }

    fn look(&self) -> Look<'_> {
        Look { theme: &self.theme, words: &self.words }
    }
}

fn in_both_languages_and_sizes(name: &str, draw: impl Fn(&Look<'_>, Rect, &mut Buffer)) {
    for lang in Lang::ALL {
        let sample = Sample::new(lang);
        for (columns, rows) in [(80, 24), (120, 36)] {
            let shown = picture(columns, rows, |area, buffer| draw(&sample.look(), area, buffer));
            insta::with_settings!({omit_expression => true}, {
                insta::assert_snapshot!(format!("{name}_{lang}_{columns}x{rows}"), shown);
            });
        }
    }
}

fn page(look: &Look<'_>, area: Rect, buffer: &mut Buffer, layers: &[Layer], message: Option<(Role, &str)>) -> Rect {
    let page = Page::of(area);
    let left = [Part::new(Role::Dim, "Hongqiao Road 虹桥路"), Part::new(Role::Title, "Board 看板")];
    let right = [Part::new(Role::Late, "3 late"), Part::new(Role::Text, "Li"), Part::new(Role::Text, "14:32 Mon")];
    header::draw(look, page.head, buffer, &left, &right);
    rule(look, page.head_rule, buffer);
    toast::draw(look, page.foot_rule, buffer, message);
    let hints = Keymap::built_in().footer(layers, look.words.lang(), page.foot.width);
    footer::draw(look, page.foot, buffer, &hints);
    page.body
}

fn filled_form() -> Form {
    let mut form = Form::new(INTAKE);
    form.set("plate", "沪AF3389");
    form.set_note("plate", "Tesla Model 3, 孙丽, 4 visits, 1 deferred");
    form.set("mileage", "42310");
    form.set_note("mileage", "last 38,900 on 12 Mar");
    form.set("says", "刹车时有异响, 低速明显, 上周开始; 冷车更响");
    form.set("when", "cold,wet,-load");
    form.set("job", "BRK");
    form.set_note("job", "brake check and pads   0.8 h   480.00");
    form.set("waiting", "no");
    let names = [("wang", "王建国"), ("zhao", "赵敏"), ("li", "Li Wei")];
    form.set_options("technician", Choice::numbered(names.map(|(id, name)| (id.to_owned(), name.to_owned()))));
    form.set("technician", "zhao");
    form.set("amount", "1,280.00");
    form
}

const FORM_LAYERS: [Layer; 2] = [Layer::Form, Layer::Global];
const BOARD_LAYERS: [Layer; 3] = [Layer::Board, Layer::List, Layer::Global];

#[test]
fn a_form_at_rest() {
    in_both_languages_and_sizes("form", |look, area, buffer| {
        let mut form = filled_form();
        form.focus_on("mileage");
        let body = page(look, area, buffer, &FORM_LAYERS, None);
        form.draw(look, body, buffer);
    });
}

#[test]
fn a_form_with_an_error_and_with_options_under_the_cursor() {
    in_both_languages_and_sizes("form_error", |look, area, buffer| {
        let mut form = filled_form();
        form.set("promise", "9999");
        form.set_error("promise", "There is no such time. Write it with four digits, 1730, or as a span in days, +2.");
        let body = page(look, area, buffer, &FORM_LAYERS, None);
        form.draw(look, body, buffer);
    });
    in_both_languages_and_sizes("form_options", |look, area, buffer| {
        let mut form = filled_form();
        form.set("category", "price");
        form.focus_on("category");
        let body = page(look, area, buffer, &FORM_LAYERS, None);
        form.draw(look, body, buffer);
    });
    in_both_languages_and_sizes("form_asked", |look, area, buffer| {
        let mut form = filled_form();
        form.focus_on("when");
        let body = page(look, area, buffer, &FORM_LAYERS, None);
        form.draw(look, body, buffer);
    });
}

fn board<'a>() -> (Vec<Column<'a>>, Vec<Row<'a, u32>>) {
    let columns = vec![
        Column::left("plate", Width::Fixed(9)),
        Column::left("car", Width::Flex(14)),
        Column::left("customer", Width::Fixed(10)),
        Column::left("stage", Width::Fixed(9)),
        Column::left("next step", Width::Flex(12)),
        Column::left("advisor", Width::Fixed(8)).from(100),
        Column::right("promised", Width::Fixed(8)),
        Column::right("left", Width::Fixed(6)),
    ];
    let lines = [
        ("沪A12345", "VW Passat", "王建国", "inspect", "road test", "14:20", "-0:12", Role::Late),
        ("浙BD88123", "BYD Han", "陈静", "repair", "C waiting part", "15:00", "0:28", Role::Soon),
        ("沪C7K221", "Toyota Camry", "刘洋", "quote", "ask consent", "16:30", "1:58", Role::Text),
        ("苏E90Q1A", "Ford Focus", "赵敏", "receive", "diagnose", "17:00", "2:28", Role::Text),
        ("沪AF3389", "Tesla Model 3 长续航版", "欧阳娜娜女士", "repair", "finish job 2/3", "17:30", "2:58", Role::Text),
        ("沪D55A20", "Buick GL8", "周伟", "hand over", "call: ready", "18:00", "3:28", Role::Good),
    ];
    let rows = lines.into_iter().zip(1..).map(|((plate, car, who, stage, next, promised, left, role), id)| {
        let cells: Vec<Cell> = vec![
            plate.into(),
            car.into(),
            who.into(),
            stage.into(),
            next.into(),
            Cell::new(Role::Dim, "Li"),
            promised.into(),
            Cell::new(role, left),
        ];
        let mark = (role == Role::Late).then_some(("!", Role::Late));
        Row { mark, ..Row::new(id, cells) }
    });
    (columns, rows.collect())
}

#[test]
fn a_board() {
    in_both_languages_and_sizes("table", |look, area, buffer| {
        let (columns, rows) = board();
        let mut table = Table::new();
        table.select(5);
        table.keep(rows.iter().map(|row| &row.id));
        let body = page(look, area, buffer, &BOARD_LAYERS, Some((Role::Good, "Saved R261123-007.")));
        table.draw(look, body, buffer, &columns, &rows, "nothing here");
    });
}

#[test]
fn a_table_with_too_little_room_shortens_words_and_keeps_its_last_column_whole() {
    let sample = Sample::new(Lang::En);
    let columns = [
        Column::left("plate", Width::Fixed(12)),
        Column::left("car", Width::Flex(20)),
        Column::left("step", Width::Fixed(20)),
        Column::right("left", Width::Fixed(6)),
    ];
    let cells = ["12345", "Tesla Model 3", "finish", "-10:15"].map(Cell::from).to_vec();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 56, 3));
    let area = buffer.area;
    Table::<u8>::new().draw(&sample.look(), area, &mut buffer, &columns, &[Row::new(1, cells)], "");
    let line: String = (0..56).map(|x| buffer[(x, 1)].symbol().to_owned()).collect();
    assert_eq!(line.trim_end(), "    12345        Tesla Mo.. finish               -10:15");
}

#[test]
fn questions_over_a_strip_of_stages() {
    in_both_languages_and_sizes("grid", |look, area, buffer| {
        let body = page(look, area, buffer, &[Layer::Grading, Layer::Calls, Layer::Global], None);
        let names = ["receive", "diagnose", "quote", "repair", "inspect", "hand over", "call"];
        let progress = |at: usize| match at {
            0..=2 => Progress::Done,
            3 => Progress::Now,
            4 => Progress::Next,
            _ => Progress::Later,
        };
        let stages: Vec<Stage> =
            (0..).zip(names).map(|(at, name)| Stage { label: name.into(), progress: progress(at) }).collect();
        strip::draw(look, Rect { height: 1, ..body }, buffer, &stages);
        let labels = [
            "接待 reception",
            "诊断 diagnosis",
            "准时 on time",
            "维修质量 repair quality",
            "配件 parts",
            "解释 explanation of work",
            "价格 price and bill",
            "车辆清洁 car clean",
            "专业 staff knowledge",
            "愿意再来 would come again",
        ];
        let items: Vec<grid::Item> = (0..)
            .zip(labels)
            .map(|(at, label)| grid::Item {
                label: label.into(),
                value: match at {
                    0..6 => "5",
                    6 => "2",
                    _ => "",
                }
                .into(),
                role: if at == 6 { Role::Late } else { Role::Text },
                note: if at == 6 { "太贵 too dear" } else { "" }.into(),
            })
            .collect();
        let rows = grid::rows(items.len(), body.width);
        grid::draw(look, Rect { y: body.y + 3, height: rows, ..body }, buffer, &items, Some(7));
        for (row, (permille, role)) in [(886, Role::Good), (633, Role::Late), (782, Role::Text)].into_iter().enumerate()
        {
            let place = Rect { x: 4, y: body.y + 16 + row as u16, width: 30, height: 1 };
            bar::draw(look, place, buffer, bar::Bar { permille, target: Some(800), role });
        }
    });
}

#[test]
fn a_menu_in_a_box_over_a_board() {
    in_both_languages_and_sizes("popup", |look, area, buffer| {
        let (columns, mut rows) = board();
        for round in 1..5 {
            rows.extend(board().1.into_iter().map(|row| Row { id: row.id + round * 10, ..row }));
        }
        let mut table = Table::new();
        table.keep(rows.iter().map(|row| &row.id));
        let body = page(look, area, buffer, &[Layer::Popup, Layer::Global], None);
        table.draw(look, body, buffer, &columns, &rows, "");
        let mut menu = menu::Menu::new(Entry::Line, 40);
        menu.set_query("单");
        let items: Vec<menu::Item> = [("新工单", "", "n"), ("打印工单", "R261123-007", "p"), ("停工", "等配件", "s")]
            .map(|(text, detail, right)| menu::Item {
                text: text.into(),
                detail: detail.into(),
                right: right.into(),
                ..menu::Item::default()
            })
            .into();
        let inner = popup::popup(look, area, buffer, "全部命令 commands", 50, 8);
        menu.draw(look, inner, buffer, &items, "nothing found");
    });
}

#[test]
fn the_page_of_keys() {
    in_both_languages_and_sizes("help", |look, area, buffer| {
        let groups = Keymap::built_in().help(&BOARD_LAYERS, look.words.lang());
        assert!(help::draw(look, area, buffer, None, &groups, 0) <= 2);
    });
}

#[test]
fn a_sentence_longer_than_the_line_is_shown_whole() {
    let sentence = "客户于周一 23 日 08:14 提出；应在 24 小时内，即周二 24 日 08:14 前给出明确答复。已于周一 23 日 16:42 答复，用时 8:28。";
    in_both_languages_and_sizes("toast", |look, area, buffer| {
        page(look, area, buffer, &BOARD_LAYERS, Some((Role::Text, sentence)));
    });
}

#[test]
fn progress_and_plain_marks() {
    let sample = Sample::new(Lang::Zh).ascii();
    let shown = picture(80, 12, |area, buffer| {
        let look = sample.look();
        let inner = popup::popup(&look, area, buffer, "重建索引", 60, 6);
        progress::draw(&look, inner, buffer, "读取流水", (48_120, 100_000), "48,120 / 100,000   62,000 行/秒");
    });
    insta::assert_snapshot!("progress_ascii", shown);
}

#[test]
fn the_line_of_keys_of_every_place() {
    let keymap = Keymap::built_in();
    let places: [&[Layer]; 10] = [
        &BOARD_LAYERS,
        &[Layer::Order, Layer::List, Layer::Global],
        &FORM_LAYERS,
        &[Layer::Form, Layer::Global],
        &[Layer::Calls, Layer::List, Layer::Global],
        &[Layer::Ringing, Layer::Calls, Layer::Global],
        &[Layer::Grading, Layer::Calls, Layer::Global],
        &[Layer::Complaints, Layer::List, Layer::Global],
        &[Layer::Complaint, Layer::List, Layer::Global],
        &[Layer::Scores, Layer::List, Layer::Global],
    ];
    let mut shown = String::new();
    for lang in Lang::ALL {
        let sample = Sample::new(lang);
        for layers in places {
            let hints = keymap.footer(layers, lang, 80);
            let line = picture(80, 1, |area, buffer| footer::draw(&sample.look(), area, buffer, &hints));
            shown.push_str(&format!("{:<13}|{line}\n", layers[0].name()));
        }
    }
    insta::assert_snapshot!("footers", shown);
}

/// Where keys work, from the nearest layer on.
const PLACES: [&[Layer]; 10] = [
    &[Layer::Board, Layer::List, Layer::Global],
    &[Layer::Order, Layer::List, Layer::Global],
    &[Layer::Calls, Layer::List, Layer::Global],
    &[Layer::Ringing, Layer::Calls, Layer::Global],
    &[Layer::Grading, Layer::Calls, Layer::Global],
    &[Layer::Complaints, Layer::List, Layer::Global],
    &[Layer::Complaint, Layer::List, Layer::Global],
    &[Layer::Scores, Layer::List, Layer::Global],
    &[Layer::Draft, Layer::Form, Layer::Global],
    &[Layer::Popup, Layer::Global],
];

#[test]
fn the_page_of_keys_leaves_no_key_out_at_any_size() {
    let keymap = Keymap::built_in();
    for lang in Lang::ALL {
        let sample = Sample::new(lang);
        for (columns, rows) in [(80, 24), (60, 15), (40, 10), (120, 40)] {
            for layers in PLACES {
                let groups = keymap.help(layers, lang);
                let (shown, pages) = every_page_of_keys(&sample.look(), (columns, rows), &groups);
                let says_more = shown.contains("Page 1 of") || shown.contains("第 1/");
                assert_eq!(says_more, pages > 1, "{shown}");
                for hint in groups.iter().flat_map(|group| &group.hints) {
                    let text: String = hint.text.chars().take(8).collect();
                    assert!(shown.contains(&text), "{} {} {lang} {columns}x{rows}\n{shown}", hint.key, hint.text);
                }
            }
        }
    }
}

fn every_page_of_keys(look: &Look<'_>, (columns, rows): (u16, u16), groups: &[KeyGroup]) -> (String, usize) {
    let (mut shown, mut page, mut pages) = (String::new(), 0, 1);
    while page < pages {
        shown += &picture(columns, rows, |area, buffer| {
            pages = help::draw(look, Page::of(area).body, buffer, None, groups, page);
        });
        page += 1;
    }
    (shown, pages)
}
