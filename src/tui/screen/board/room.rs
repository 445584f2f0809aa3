//! Which columns of the board's table there is room for.

use super::told::{flags, letters, next_cell};
use super::{left, promised_at};
use crate::desk::rows::BoardRow;
use crate::domain::order::stage::STRIP;
use crate::tui::cx::Cx;
use crate::tui::screen::brief;
use crate::tui::widget::layout::width;

/// Cells of the table's own: at the left of each row, at its right end, and between its seven lasting columns.
const FRAME: u16 = 4 + 1 + 6;
/// The same of a narrow table, with three columns.
const NARROW_FRAME: u16 = 4 + 1 + 2;
/// Cells of plate, next step and time left.
pub(super) const PLATE: u16 = 10;
const NEXT: u16 = 16;
const LEFT: u16 = 7;
/// What the car's name keeps, in cells, before another column comes in.
pub(super) const CAR: u16 = 11;
/// The longest name of a customer that is shown whole, in cells: in a narrow table, and in a wide one.
const NAMES: (u16, u16) = (8, 16);
/// Cells of a member of staff.
pub(super) const STAFF: u16 = 8;
/// Narrower than this, only plate, next step and time left are sure of their place.
const NARROW: u16 = 70;

/// What the table has room for besides its lasting columns. The most useful comes in first; nothing comes in at the
/// cost of the promised time.
pub(super) struct Room {
    pub(super) stages: u16,
    pub(super) next: u16,
    pub(super) left: u16,
    pub(super) names: u16,
    pub(super) times: u16,
    /// Which of the lasting columns are there: all but in a narrow table.
    pub(super) promised: bool,
    pub(super) stage: bool,
    pub(super) customer: bool,
    pub(super) car: bool,
    /// The weekday stands before the day.
    pub(super) weekday: bool,
    /// Cells of what is special about a visit; none where there is no room.
    pub(super) flags: u16,
    /// Cells of its letters, which stand in its place then.
    pub(super) letters: u16,
    pub(super) technician: bool,
    pub(super) advisor: bool,
}

impl Room {
    /// Measures it for these rows.
    pub(super) fn of(cx: &Cx<'_>, columns: u16, rows: &[&BoardRow]) -> Room {
        let widest = |title: &str, texts: &dyn Fn(&BoardRow) -> String| {
            rows.iter().map(|row| width(&texts(row))).fold(width(&cx.get(title)), u16::max)
        };
        let whole_names = widest("board-customer", &|row| row.name.clone()).min(NAMES.1);
        let times = |weekday| widest("board-promised", &|row| promised_at(cx, row, weekday));
        let (short, long) = (times(false), times(true));
        let stages = STRIP.into_iter().map(|stage| width(&brief::stage(cx, stage))).max().unwrap_or(0);
        let names = whole_names.min(NAMES.0);
        // What these two do not need is the car's.
        let next = widest("board-next", &|row| next_cell(cx, row).text.to_string()).min(NEXT);
        let left = widest("board-left", &|row| left(cx, row)).min(LEFT);
        let is_wide = columns >= NARROW;
        let lasting = if is_wide { FRAME + CAR + names + stages + short } else { NARROW_FRAME };
        let mut spare = columns.saturating_sub(lasting + PLATE + next + left);
        let mut fits = |cells: u16| {
            let fits = spare >= cells;
            spare -= if fits { cells } else { 0 };
            fits
        };
        let promised = is_wide || fits(short + 1);
        let stage = is_wide || fits(stages + 1);
        let customer = is_wide || fits(names + 1);
        let car = is_wide || fits(CAR + 1);
        let weekday = promised && fits(long - short);
        let special = rows.iter().map(|row| width(&flags(cx, row).join("  "))).max().unwrap_or(0);
        let flags = if fits(special + 1) { special } else { 0 };
        let letters = rows.iter().map(|row| width(&letters(cx, row))).max().unwrap_or(0);
        let letters = if flags < special && (is_wide || fits(letters + 1)) { letters } else { 0 };
        Room {
            promised,
            stage,
            customer,
            car,
            stages,
            next,
            left,
            names: if fits(whole_names - names) { whole_names } else { names },
            times: if weekday { long } else { short },
            weekday,
            flags,
            letters,
            technician: fits(STAFF + 1),
            advisor: fits(STAFF + 1),
        }
    }
}
