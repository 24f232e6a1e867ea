//! (contract in Cargo description; written by its own step)
