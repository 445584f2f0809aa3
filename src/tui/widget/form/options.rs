//! How the options of a field are shown: in its line where they fit, else in a box below it while it has the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::field::{Choice, Content, Field, Label};
use super::keys::without_aliases;
use crate::tui::theme::Role;
use crate::tui::widget::Look;
use crate::tui::widget::layout::{put, width};
use crate::tui::widget::popup;

/// Cells of a key, the blank after it and the brackets around both.
const AROUND_LABEL: u16 = 4;
/// Columns of options in a box, at most; more where each is as short as a key with a character or two.
const COLUMNS_MAX: u16 = 3;
const COLUMNS_SHORT_MAX: u16 = 8;
const SHORT: u16 = 8;
/// Options that are whole lines stand below each other.
const LONG: u16 = 50;

/// An option with what was answered: yes, no, or nothing.
pub(super) struct Shown<'a> {
    key: Option<char>,
    label: std::borrow::Cow<'a, str>,
    answer: Option<bool>,
}

impl Shown<'_> {
    /// Tells whether it was answered with yes.
    pub fn is_picked(&self) -> bool {
        self.answer == Some(true)
    }

    fn width(&self) -> u16 {
        width(&self.label) + AROUND_LABEL
    }
}

/// An option as it is shown.
pub(super) fn option<'a>(look: &Look<'a>, choice: &'a Choice, answer: Option<bool>) -> Shown<'a> {
    let label = match &choice.label {
        Label::Word(key) => look.words.get(key),
        Label::Text(text) => text.as_str().into(),
    };
    Shown { key: choice.key, label, answer }
}

/// Lists the options of a field with their answers; none for fields without options.
pub(super) fn shown<'a>(look: &Look<'a>, field: &'a Field) -> Vec<Shown<'a>> {
    let option = |choice, answer| option(look, choice, answer);
    let word = |key, label, answer| Shown { key: Some(key), label: look.words.get(label), answer };
    match &field.content {
        Content::One { options, value } => {
            let shown = options.iter().take(without_aliases(options));
            shown.map(|choice| option(choice, (choice.value == *value).then_some(true))).collect()
        }
        Content::Some { options, answers, .. } => {
            options.iter().zip(answers).map(|(choice, answer)| option(choice, *answer)).collect()
        }
        Content::Toggle(answer) => {
            let yes = (*answer == Some(true)).then_some(true);
            let no = (*answer == Some(false)).then_some(true);
            vec![word('y', "form-yes", yes), word('n', "form-no", no)]
        }
        Content::Text(_) => field.offered.iter().chain(&field.listed).map(|choice| option(choice, None)).collect(),
        Content::Marks(_) | Content::Section(_) | Content::Shown(_) | Content::Heading => Vec::new(),
    }
}

/// Names the keys of all options.
pub(super) fn keys(look: &Look<'_>, field: &Field) -> String {
    let picks = if let Content::Marks(marks) = &field.content { marks.picks() } else { &[] };
    let of_marks = picks.iter().map(|pick| option(look, pick, None));
    shown(look, field)
        .into_iter()
        .chain(of_marks)
        .filter_map(|option| option.key)
        .map(String::from)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Counts the cells that the options take in one line.
pub(super) fn line_width(options: &[Shown<'_>]) -> u16 {
    options.iter().map(Shown::width).fold(0, u16::saturating_add)
}

/// Counts the cells of what was picked, for a field without the cursor.
pub(super) fn picked_width(options: &[Shown<'_>]) -> u16 {
    let picked =
        options.iter().filter_map(|option| option.answer.map(|yes| width(&option.label) + u16::from(!yes) + 2));
    picked.fold(0, u16::saturating_add)
}

/// Draws what was picked, for a field without the cursor.
pub(super) fn draw_picked(look: &Look<'_>, area: Rect, buffer: &mut Buffer, options: &[Shown<'_>]) -> u16 {
    let mut x = area.x;
    for option in options {
        let Some(yes) = option.answer else { continue };
        if x > area.x {
            x = put(buffer, x, area.y, area.right().saturating_sub(x), ", ", look.theme.style(Role::Dim));
        }
        let text = if yes { option.label.clone() } else { format!("-{}", option.label).into() };
        x = put(buffer, x, area.y, area.right().saturating_sub(x), &text, look.theme.style(Role::Text));
    }
    x
}

/// Draws all options in one line, those picked in brackets, and returns the column after them.
pub(super) fn draw_line(look: &Look<'_>, area: Rect, buffer: &mut Buffer, options: &[Shown<'_>]) -> u16 {
    let mut x = area.x;
    for option in options {
        draw_option(look, (x, area.y), area.right().saturating_sub(x), buffer, option);
        x += option.width();
    }
    x
}

/// Draws all options in a box under the field, or over it where there is more room.
pub(super) fn draw_box(
    look: &Look<'_>,
    field: Rect,
    form: Rect,
    within: Rect,
    buffer: &mut Buffer,
    options: &[Shown<'_>],
) {
    let column = options.iter().map(Shown::width).max().unwrap_or(0) + 1;
    let count = u16::try_from(options.len()).unwrap_or(u16::MAX);
    let below = within.bottom().saturating_sub(field.bottom());
    let above = field.y.saturating_sub(within.y);
    let room = within.width.saturating_sub(3);
    // On a low screen, cut words in more columns are better than options that nobody sees.
    let few = count.div_ceil(below.max(above).saturating_sub(2).max(1));
    let most = match column {
        ..=SHORT => COLUMNS_SHORT_MAX,
        LONG.. => 1,
        _ => COLUMNS_MAX,
    };
    let columns = (room / column.max(1)).clamp(1, most).max(few);
    let column = column.min(room / columns);
    let rows = count.div_ceil(columns);
    let height = (rows + 2).min(below.max(above));
    let y = if below >= height { field.bottom() } else { field.y - height };
    let outer = Rect { x: field.x.saturating_sub(1), y, width: columns * column + 3, height };
    // Not over the edge of the form, where it need not be.
    let right = if outer.width <= form.width { form.right() } else { within.right() };
    let outer = Rect { x: outer.x.min(right.saturating_sub(outer.width)), ..outer }.intersection(within);
    let inner = popup::frame(look, outer, buffer, "");
    for (option, at) in options.iter().zip(0u16..) {
        let (x, y) = (inner.x + at / rows * column, inner.y + at % rows);
        if y < inner.bottom() && x < inner.right() {
            draw_option(look, (x, y), column.min(inner.right() - x), buffer, option);
        }
    }
}

fn draw_option(look: &Look<'_>, (x, y): (u16, u16), room: u16, buffer: &mut Buffer, option: &Shown<'_>) {
    let theme = look.theme;
    let (open, close, role) = match option.answer {
        Some(true) => ("[", "]", Role::Accent),
        Some(false) => ("-", " ", Role::Text),
        None => (" ", " ", Role::Text),
    };
    let key = option.key.map(String::from).unwrap_or_default();
    put(buffer, x, y, room.min(1), open, theme.style(role));
    put(buffer, x + 1, y, room.saturating_sub(1).min(1), &key, theme.style(Role::Key));
    let after = put(buffer, x + 3, y, room.saturating_sub(4), &option.label, theme.style(role));
    put(buffer, after, y, room.saturating_sub(after - x).min(1), close, theme.style(role));
}
