//! In which line of its file a setting stands.

/// The line, from 1, that a byte stands in.
pub(super) fn line_at(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// The line, from 1, that sets `name`, such as `call.bands`; the first line if none does.
pub(super) fn line_of(text: &str, name: &str) -> usize {
    let mut table = String::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            table = format!("{}.", heading.trim());
            if heading.trim() == name {
                return number;
            }
        }
        let key = line.split('=').next().unwrap_or_default().trim();
        if line.contains('=') && format!("{table}{key}") == name {
            return number;
        }
    }
    1
}
