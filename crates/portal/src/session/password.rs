use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// What is verified when there is no such user, so that the answer takes as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c3RvY2ticmlkZ2Utbm8$\
     nYQ0qPsQ1P7XFr0fQHxXnmVYb4pY1TQm0Q8qk0wQm2s";

/// Writes the hash of a password as profiles keep it (PHC form), with a salt nobody else has.
pub fn hash_password(password: &str, salt: &[u8; 16]) -> Option<String> {
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .ok()?;
    Some(hash.to_string())
}

/// Says whether a password is the one that was hashed; without a hash it is not, but takes as long.
pub(crate) async fn matches(hash: Option<String>, password: String) -> bool {
    let known = hash.is_some();
    let check = move || {
        let text = hash.as_deref().unwrap_or(NOBODY);
        PasswordHash::new(text).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    };
    // Hashing is slow on purpose; it must not keep other pages waiting.
    tokio::task::spawn_blocking(check).await.unwrap_or(false) && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let hash = hash_password("tea at four", &[7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$"));
        assert!(matches(Some(hash.clone()), "tea at four".to_owned()).await);
        assert!(!matches(Some(hash), "tea at five".to_owned()).await);
        assert!(!matches(None, "tea at four".to_owned()).await);
        assert!(!matches(Some("not a hash".to_owned()), String::new()).await);
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
