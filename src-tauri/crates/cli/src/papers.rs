//! `ruxue place`, `print`, `report`.
