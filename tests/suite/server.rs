//! What the server and the thin client promise, over real sockets and real pseudo-terminals.
//!
//! Behind the server stands a toy shop. Server and clients are processes of their own: this test binary, started again
//! with an environment that makes one of two otherwise empty tests play the part.

mod life;
pub mod place;
mod rows;
mod screen;
pub mod toy;
mod wire;
