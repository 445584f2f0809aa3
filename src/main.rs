//! The program `shopdesk`.

fn main() -> std::process::ExitCode {
    shopdesk::cli::main()
}
