//! Which passwords are too weak (spec/records.md, "Keys and people").

use super::KeyError;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

const SHORTEST: usize = 10;
/// Different characters that a password has at least.
const DIFFERENT: usize = 4;
/// Latin letters that a name needs to count inside a password: `it` stands in many words.
const SHORTEST_LATIN_NAME: usize = 3;

/// Passwords and words that everyone tries first, lower case, one a line: those of ten and more
/// characters of the list that Django ships (BSD licence), its frequent words, and what is common
/// in Chinese offices.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("common.txt")
        .lines()
        .filter(|line| !line.is_empty())
        .collect()
});

/// Refuses passwords that are too short, common, or say the account's name.
///
/// Letters are compared as NFKC has them and in lower case, so that neither full-width forms nor
/// capitals make a common password another.
///
/// # Errors
/// [`KeyError::Weak`].
pub fn check_password(name: &str, password: &str) -> Result<(), KeyError> {
    if password.chars().count() < SHORTEST {
        return Err(KeyError::Weak("不足 10 个字符"));
    }
    let plain = folded(password);
    let different: HashSet<char> = plain.chars().collect();
    if different.len() < DIFFERENT {
        return Err(KeyError::Weak("翻来覆去只有几个字符"));
    }
    if is_run(&plain) {
        return Err(KeyError::Weak("是连续的数字或字母"));
    }
    if is_common(&plain) {
        return Err(KeyError::Weak("在常见密码表中，或只是常见的词加数字"));
    }
    let name = folded(name);
    let long_enough = !name.is_ascii() || name.len() >= SHORTEST_LATIN_NAME;
    if long_enough && plain.contains(&name) {
        return Err(KeyError::Weak("里面有账户名"));
    }
    Ok(())
}

fn folded(text: &str) -> String {
    let plain = text.nfkc().filter(|letter| !letter.is_whitespace());
    plain.flat_map(char::to_lowercase).collect()
}

/// A common password, once or over and over, or a common word between digits and marks.
fn is_common(plain: &str) -> bool {
    let word = plain.trim_matches(|letter: char| !letter.is_alphabetic());
    let letters: Vec<char> = plain.chars().collect();
    let repeats = |length: &usize| {
        letters.len().is_multiple_of(*length)
            && letters
                .chunks(*length)
                .all(|part| part == &letters[..*length])
    };
    let part = (1..=letters.len() / 2).find(repeats);
    let once: Option<String> = part.map(|length| letters[..length].iter().collect());
    COMMON.contains(plain)
        || COMMON.contains(word)
        || once.is_some_and(|once| COMMON.contains(once.as_str()) || once.chars().count() < 6)
}

/// Whether each character follows the one before, up or down, 9 and 0 being neighbours.
fn is_run(plain: &str) -> bool {
    let letters: Vec<char> = plain.chars().collect();
    let step = |a: char, b: char| match (a, b) {
        ('9', '0') => 1,
        ('0', '9') => -1,
        _ => i64::from(b as u32) - i64::from(a as u32),
    };
    [1, -1]
        .into_iter()
        .any(|way| letters.windows(2).all(|pair| step(pair[0], pair[1]) == way))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn weak(password: &str) {
        assert!(check_password("clerk", password).is_err(), "{password}");
    }

    #[test]
    fn what_everyone_tries_first_is_weak_in_every_form() {
        for common in [
            "password123",
            "Password@2021",
            "ＰＡＳＳＷＯＲＤ１２３",
            "𝓹𝓪𝓼𝓼𝔀𝓸𝓻𝓭123",
            "1qaz2wsx3edc",
            "qwertyuiop",
            "2021chaoyang2021",
            "Chaoyang@2021",
            "woaini1314",
            "administrator",
            "tinkerbell!!",
        ] {
            weak(common);
        }
    }

    #[test]
    fn runs_and_repetitions_are_weak() {
        for simple in [
            "1234567890",
            "9876543210",
            "３４５６７８９０１２",
            "abcdefghijkl",
            "一一一一一一一一一一",
            "1212121212",
            "abc1abc1abc1",
            "passwordpassword",
            "入学入学入学入学入学",
        ] {
            weak(simple);
        }
    }

    #[test]
    fn short_ones_are_weak_by_characters_not_bytes() {
        weak("另一个很好的密码");
        assert!(check_password("clerk", "另一个很好的长密码呀").is_ok());
    }

    #[test]
    fn a_password_does_not_say_the_name() {
        let says = |name: &str, password: &str| check_password(name, password).is_err();
        assert!(says("张小三", "我就是张小三呀好记得很"));
        assert!(says("wangli", "WangLi-ji-2019"));
        assert!(says("wangli", "ｗａｎｇｌｉ-ji-2019"));
        assert!(
            !says("it", "written-by-2-people"),
            "two letters are in many words"
        );
    }

    #[test]
    fn good_ones_pass() {
        for good in [
            "yanshi-ruxue-2021",
            "入学-测试-密码-2021",
            "区-密钥-口令-2021",
            "correct horse battery",
            "kq8-vw2-hn5",
        ] {
            assert!(check_password("clerk", good).is_ok(), "{good}");
        }
    }
}
