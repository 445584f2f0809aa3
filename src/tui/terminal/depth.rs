//! How many colours a terminal shows.

use ratatui::style::Color;

/// The colours of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Depth {
    /// None: bold, underline and reverse only.
    Mono,
    /// The sixteen that every terminal names.
    C16,
    /// The palette of 256.
    C256,
    /// Red, green and blue in eight bits each.
    True,
}

impl Depth {
    /// Guesses the depth from what the client says of its terminal: `TERM`, `COLORTERM`, `NO_COLOR`.
    ///
    /// True colour only where `COLORTERM` says so: too many terminals that claim 256 colours garble it.
    pub fn of(term: &str, colorterm: &str, no_color: &str) -> Depth {
        const MONO: [&str; 4] = ["vt", "dumb", "unknown", "ansi-m"];
        const RICH: [&str; 7] = ["256", "kitty", "alacritty", "wezterm", "foot", "ghostty", "contour"];
        if !no_color.is_empty() || term.is_empty() || MONO.iter().any(|name| term.starts_with(name)) {
            return Depth::Mono;
        }
        if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
            return Depth::True;
        }
        if RICH.iter().any(|name| term.contains(name)) { Depth::C256 } else { Depth::C16 }
    }

    /// Replaces a colour that this depth lacks by the nearest one that it has.
    pub fn nearest(self, colour: Color) -> Color {
        match (self, colour) {
            (Depth::Mono, _) => Color::Reset,
            (Depth::C256, Color::Rgb(r, g, b)) => Color::Indexed(nearest_256(r, g, b)),
            (Depth::C16, Color::Rgb(r, g, b)) => nearest_16(r, g, b),
            (Depth::C16, Color::Indexed(index)) => {
                let (r, g, b) = rgb_of_256(index);
                nearest_16(r, g, b)
            }
            (_, colour) => colour,
        }
    }
}

/// The six levels of a channel in the colour cube.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The sixteen colours as xterm draws them.
const SIXTEEN: [(Color, (u8, u8, u8)); 16] = [
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 0, 0)),
    (Color::Green, (0, 205, 0)),
    (Color::Yellow, (205, 205, 0)),
    (Color::Blue, (0, 0, 238)),
    (Color::Magenta, (205, 0, 205)),
    (Color::Cyan, (0, 205, 205)),
    (Color::Gray, (229, 229, 229)),
    (Color::DarkGray, (127, 127, 127)),
    (Color::LightRed, (255, 0, 0)),
    (Color::LightGreen, (0, 255, 0)),
    (Color::LightYellow, (255, 255, 0)),
    (Color::LightBlue, (92, 92, 255)),
    (Color::LightMagenta, (255, 0, 255)),
    (Color::LightCyan, (0, 255, 255)),
    (Color::White, (255, 255, 255)),
];

fn distance((r, g, b): (u8, u8, u8), (x, y, z): (u8, u8, u8)) -> u32 {
    [(r, x), (g, y), (b, z)].into_iter().map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
}

fn nearest_256(r: u8, g: u8, b: u8) -> u8 {
    let level = |v: u8| (0..6u8).min_by_key(|i| CUBE[usize::from(*i)].abs_diff(v)).unwrap_or(0);
    let in_cube = 16 + 36 * level(r) + 6 * level(g) + level(b);
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let in_greys = 232 + u8::try_from((mean.saturating_sub(3) / 10).min(23)).unwrap_or(23);
    [in_cube, in_greys].into_iter().min_by_key(|i| distance(rgb_of_256(*i), (r, g, b))).unwrap_or(in_cube)
}

fn nearest_16(r: u8, g: u8, b: u8) -> Color {
    SIXTEEN.iter().min_by_key(|(_, rgb)| distance(*rgb, (r, g, b))).map_or(Color::Reset, |(colour, _)| *colour)
}

fn rgb_of_256(index: u8) -> (u8, u8, u8) {
    match index {
        0..=15 => SIXTEEN[usize::from(index)].1,
        16..=231 => {
            let cell = usize::from(index - 16);
            (CUBE[cell / 36], CUBE[cell / 6 % 6], CUBE[cell % 6])
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_depth_follows_what_the_client_says() {
        for (term, colorterm, no_color, depth) in [
            ("xterm-256color", "truecolor", "", Depth::True),
            ("xterm-256color", "", "", Depth::C256),
            ("xterm-kitty", "", "", Depth::C256),
            ("xterm-direct", "", "", Depth::True),
            ("xterm", "", "", Depth::C16),
            ("linux", "", "", Depth::C16),
            ("putty", "", "", Depth::C16),
            ("vt220", "", "", Depth::Mono),
            ("dumb", "truecolor", "", Depth::Mono),
            ("", "", "", Depth::Mono),
            ("xterm-256color", "truecolor", "1", Depth::Mono),
        ] {
            assert_eq!(Depth::of(term, colorterm, no_color), depth, "{term} {colorterm} {no_color}");
        }
    }

    #[test]
    fn colours_come_out_near_to_what_was_asked() {
        assert_eq!(Depth::C256.nearest(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(Depth::C256.nearest(Color::Rgb(128, 128, 128)), Color::Indexed(244));
        assert_eq!(Depth::C16.nearest(Color::Rgb(250, 30, 40)), Color::LightRed);
        assert_eq!(Depth::C16.nearest(Color::Indexed(46)), Color::LightGreen);
        assert_eq!(Depth::True.nearest(Color::Rgb(1, 2, 3)), Color::Rgb(1, 2, 3));
        assert_eq!(Depth::Mono.nearest(Color::Red), Color::Reset);
    }
}
