//! The whole season in one go.
