//! A sheet of plain text, 80 columns wide, in which a Chinese character takes two.

use crate::text::clean_line;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of a sheet: what every printer prints in its narrowest setting.
pub const COLUMNS: usize = 80;
/// Columns of a label beside its value.
const LABEL: usize = 16;

/// A sheet on its way.
#[derive(Default)]
pub struct Paper {
    text: String,
}

/// One column of a table.
pub struct Column {
    /// Its heading.
    pub head: String,
    /// Its width in columns; the widest one takes what is left.
    pub width: usize,
    /// Numbers end at its right edge.
    pub right: bool,
}

impl Paper {
    /// The text of the sheet.
    pub fn finish(self) -> String {
        self.text
    }

    /// A line in the middle.
    pub fn middle(&mut self, text: &str) {
        let text = clean_line(text);
        let before = COLUMNS.saturating_sub(text.width()) / 2;
        self.line(&format!("{}{text}", " ".repeat(before)));
    }

    /// A line from edge to edge.
    pub fn rule(&mut self) {
        self.line(&"-".repeat(COLUMNS));
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.line("");
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        self.blank();
        self.line(&clean_line(text));
    }

    /// Labels and values, two pairs on a line where both fit into their half.
    pub fn pairs(&mut self, pairs: &[(&str, String)]) {
        let half = COLUMNS / 2;
        let mut left: Option<String> = None;
        for (label, value) in pairs {
            let pair = format!("{}{}", fit(label, LABEL, false), clean_line(value));
            let fits = pair.width() < half;
            match left.take() {
                Some(before) if fits => self.line(&format!("{}{pair}", fit(&before, half, false))),
                Some(before) => {
                    self.line(&before);
                    left = self.keep_or_write(pair, fits);
                }
                None => left = self.keep_or_write(pair, fits),
            }
        }
        if let Some(left) = left {
            self.line(&left);
        }
    }

    fn keep_or_write(&mut self, pair: String, fits: bool) -> Option<String> {
        if fits {
            return Some(pair);
        }
        self.wrapped(&pair, LABEL);
        None
    }

    /// Running text, broken at the edge; lines after the first begin `indent` columns in.
    pub fn wrapped(&mut self, text: &str, indent: usize) {
        let text = clean_line(text);
        for (line, number) in broken(&text, COLUMNS, COLUMNS - indent).into_iter().zip(0..) {
            let before = if number == 0 { 0 } else { indent };
            self.line(&format!("{}{line}", " ".repeat(before)));
        }
    }

    /// A table; a cell that is too long goes on below, under itself.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
        self.row(columns, &heads);
        self.rule();
        for row in rows {
            self.row(columns, row);
        }
    }

    /// One more row of a table, such as its sum.
    pub fn table_row(&mut self, columns: &[Column], cells: &[String]) {
        self.row(columns, cells);
    }

    fn row(&mut self, columns: &[Column], cells: &[String]) {
        let parts: Vec<Vec<String>> =
            columns.iter().zip(cells).map(|(c, cell)| broken(&clean_line(cell), c.width - 1, c.width - 1)).collect();
        for at in 0..parts.iter().map(Vec::len).max().unwrap_or(0) {
            let line: String = columns
                .iter()
                .zip(&parts)
                .map(|(c, part)| format!("{} ", fit(part.get(at).map_or("", String::as_str), c.width - 1, c.right)))
                .collect();
            self.line(&line);
        }
    }

    /// A place to sign.
    pub fn sign(&mut self, left: &str, right: &str) {
        self.blank();
        self.blank();
        let place =
            |label: &str| format!("{label}: {}", "_".repeat((COLUMNS / 2 - 4).saturating_sub(label.width() + 2)));
        self.line(&format!("{}{}", fit(&place(left), COLUMNS / 2, false), place(right)));
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }
}

/// A text in exactly so many columns.
fn fit(text: &str, columns: usize, right: bool) -> String {
    let blanks = " ".repeat(columns.saturating_sub(text.width()));
    if right { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
}

/// A text as lines of at most so many columns: broken after a blank or beside a Chinese character, a longer word
/// anywhere.
fn broken(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut last_break) = (String::new(), 0);
    for c in text.chars() {
        let most = if lines.is_empty() { first } else { rest };
        let wide = c.width().unwrap_or(0) == 2;
        if wide {
            last_break = line.len();
        }
        if line.width() + c.width().unwrap_or(0) > most && !line.is_empty() {
            let cut = if last_break > 0 { last_break } else { line.len() };
            let tail = line.split_off(cut);
            lines.push(line.trim_end().to_string());
            line = tail.trim_start().to_string();
            last_break = 0;
        }
        line.push(c);
        if c == ' ' || wide {
            last_break = line.len();
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_paper() {
        let mut paper = Paper::default();
        let long =
            "刹车时方向盘抖动，高速时更明显 and the noise at the front left wheel comes back when it rains ".repeat(4);
        paper.wrapped(&long, 14);
        paper.pairs(&[("车架号", "LSVAU2180C2167890".into()), ("客户", "王建国".into()), ("Says", long.clone())]);
        let column = |width, right| Column { head: "h".into(), width, right };
        paper.table(
            &[column(10, false), column(50, false), column(20, true)],
            &[vec!["1".into(), long, "240.00".into()]],
        );
        let text = paper.finish();
        assert!(text.lines().all(|line| line.width() <= COLUMNS), "{text}");
        assert!(text.contains("车架号          LSVAU2180C2167890       客户            王建国"), "{text}");
    }

    #[test]
    fn words_stay_whole_and_escape_sequences_stay_out() {
        assert_eq!(broken("alpha beta gamma", 11, 11), ["alpha beta", "gamma"]);
        assert_eq!(broken("abcdefgh", 3, 3), ["abc", "def", "gh"]);
        let mut paper = Paper::default();
        paper.wrapped("a\x1b[2Jb\nc", 0);
        assert_eq!(paper.finish(), "ab c\n");
    }
}
