//! The colour of a site: whether it can be read on our pages, light and dark (WCAG 2.2, 1.4.3).

/// A colour, as red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour([u8; 3]);

/// What a text needs to stand out from what it stands on.
const NEEDED: f64 = 4.5;
/// The strongest ground that our stylesheet has behind links, light and dark.
const LIGHT_GROUND: Colour = Colour([0xf3, 0xf1, 0xec]);
const DARK_GROUND: Colour = Colour([0x2b, 0x29, 0x25]);
const WHITE: Colour = Colour([0xff; 3]);
const BLACK: Colour = Colour([0; 3]);

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Colour([part(0)?, part(2)?, part(4)?]))
    }

    /// `#rrggbb`.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// What changes with its stylesheet.
    pub fn tag(self) -> String {
        format!("{}-{}", &self.hex()[1..], env!("CARGO_PKG_VERSION"))
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            match part <= 0.040_45 {
                true => part / 12.92,
                false => ((part + 0.055) / 1.055).powf(2.4),
            }
        };
        let [red, green, blue] = self.0;
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// How much one stands out from another, from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Between this one and another, in hundredths of the way.
    fn towards(self, other: Colour, hundredths: u32) -> Colour {
        let mix = |at: usize| {
            let (from, to) = (u32::from(self.0[at]), u32::from(other.0[at]));
            u8::try_from((from * (100 - hundredths) + to * hundredths) / 100).unwrap_or(u8::MAX)
        };
        Colour([mix(0), mix(1), mix(2)])
    }

    /// The nearest that can be read on a ground, going towards black or white.
    fn readable_on(self, ground: Colour, towards: Colour) -> Colour {
        let mut shades = (0..=100).map(|hundredths| self.towards(towards, hundredths));
        shades.find(|shade| shade.contrast(ground) >= NEEDED).unwrap_or(towards)
    }

    /// Whether it can be read on our light pages, and white can be read on it; else the nearest that can.
    pub fn check(self) -> Result<(), Colour> {
        let readable = self.readable_on(LIGHT_GROUND, BLACK);
        if readable == self { Ok(()) } else { Err(readable) }
    }

    /// The stylesheet that gives our pages this colour. In the dark it is made as light as it must be.
    pub fn stylesheet(self) -> String {
        let dark = self.readable_on(DARK_GROUND, WHITE);
        let vars = |accent: Colour, strong: Colour, on: Colour| {
            format!(
                "--accent:{};--accent-strong:{};--on-accent:{}",
                accent.hex(),
                strong.hex(),
                on.hex()
            )
        };
        let light = vars(self, self.towards(BLACK, 20), WHITE);
        let dark = vars(
            dark,
            dark.towards(WHITE, 30),
            dark.readable_on(dark, BLACK).towards(BLACK, 40),
        );
        format!(
            ":root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}:root[data-theme=dark]{{{dark}}}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn a_colour_can_be_read_or_the_nearest_that_can_is_named() {
        assert!((of("#ffffff").contrast(of("#000000")) - 21.0).abs() < 0.01);
        assert_eq!(of("#0f766e").check(), Ok(()));
        for light in ["#ffcc00", "#5eccc0", "#ffffff", "#808080"] {
            let nearest = of(light).check().unwrap_err();
            assert!(
                nearest.contrast(LIGHT_GROUND) >= NEEDED && nearest.check().is_ok(),
                "{light}"
            );
        }
        for wrong in ["red", "#fff", "#12345g", "123456", "#12é45"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    /// What stands on the colour can be read, too, in the light and in the dark.
    #[test]
    fn every_pair_of_the_stylesheet_can_be_read() {
        for text in ["#0f766e", "#7a0019", "#1d4ed8", "#000000", "#4b0082", "#a32a1c"] {
            let css = of(text).stylesheet();
            let named = |name: &str| -> Vec<Colour> {
                let mark = format!("{name}:#");
                let found = css.match_indices(&mark);
                found
                    .map(|(at, name)| of(&css[at + name.len() - 1..at + name.len() + 6]))
                    .collect()
            };
            let (accents, strong, on) = (named("--accent"), named("--accent-strong"), named("--on-accent"));
            assert_eq!((accents.len(), strong.len(), on.len()), (3, 3, 3));
            for (index, ground) in [LIGHT_GROUND, DARK_GROUND, DARK_GROUND].into_iter().enumerate() {
                assert!(accents[index].contrast(ground) >= NEEDED, "{text}");
                assert!(accents[index].contrast(on[index]) >= NEEDED, "{text} {css}");
                assert!(strong[index].contrast(on[index]) >= NEEDED, "{text} {css}");
            }
        }
    }
}
