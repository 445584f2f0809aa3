//! From a drawn buffer to the fewest bytes that show it, for one session's terminal.
//!
//! The terminal is never asked anything, and neither is this process's own: colour depth and size belong to the
//! session and are passed in.

mod backend;
mod depth;
mod painter;
mod size;
mod wide;

pub use backend::AnsiBackend;
pub use depth::Depth;
pub use painter::{ENTER, LEAVE, Painter};
pub use size::clamp_size;
pub use wide::fix_wide;
