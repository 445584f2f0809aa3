//! How large a terminal may say it is.

use ratatui::layout::Size;

/// What a terminal that says nothing (or zero) is taken for.
const FALLBACK: Size = Size { width: 80, height: 24 };
/// The fewest columns and rows that are drawn.
const LEAST: u16 = 2;
/// The most columns and rows that are drawn: a client that claims more would cost memory and nothing else.
const MOST: Size = Size { width: 400, height: 200 };

/// Brings the size that a client claims into bounds. Zero, as pipes claim it, means 80×24.
pub fn clamp_size(columns: u32, rows: u32) -> Size {
    Size { width: clamp(columns, FALLBACK.width, MOST.width), height: clamp(rows, FALLBACK.height, MOST.height) }
}

fn clamp(claimed: u32, fallback: u16, most: u16) -> u16 {
    match u16::try_from(claimed) {
        Ok(0) => fallback,
        Ok(cells) => cells.clamp(LEAST, most),
        Err(_) => most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_sizes_are_brought_into_bounds() {
        assert_eq!(clamp_size(0, 0), Size::new(80, 24));
        assert_eq!(clamp_size(1, 1), Size::new(2, 2));
        assert_eq!(clamp_size(u32::MAX, 70_000), Size::new(400, 200));
        assert_eq!(clamp_size(120, 40), Size::new(120, 40));
    }
}
