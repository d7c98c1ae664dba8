/// Declares an enum of what can be said: each variant its facts, its English and its Chinese text.
///
/// A text that leaves a fact out does not compile without a warning.
macro_rules! texts {
    ($(#[doc = $about:literal])+ $name:ident {
        $($variant:ident $({ $($fact:ident: $kind:ty),* })? $english:literal $chinese:literal;)+
    }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) enum $name { $($variant $({ $($fact: $kind),* })?,)+ }

        impl $name {
            /// Returns it in words.
            pub(crate) fn say(&self, language: $crate::explain::Language) -> String {
                use $crate::cause::facts::Fact;
                use $crate::explain::Language;
                match self {
                    $(Self::$variant $({ $($fact),* })? => match language {
                        Language::English => {
                            $($(let $fact = $fact.show(language);)*)?
                            format!($english)
                        }
                        Language::Chinese => {
                            $($(let $fact = $fact.show(language);)*)?
                            format!($chinese)
                        }
                    },)+
                }
            }

            /// Returns one of each, with facts as they come.
            #[cfg(test)]
            pub(crate) fn each(dice: &mut $crate::dice::Dice) -> Vec<Self> {
                use $crate::cause::tests::Sample;
                vec![$(Self::$variant $({ $($fact: <$kind>::sample(dice)),* })?,)+]
            }
        }
    };
}

pub(super) use texts;
