//! The words in which the fields of a record type are declared.

/// Declares the fields of a record type, section by section, in the order of its form: a handle
/// for each, and `SECTIONS` for the [`RecordType`](crate::records::RecordType).
///
/// ```ignore
/// fields! { Rooms:
///     section "Room", "" {
///         NUMBER = text("number", "Number").required().set_once().column("name");
///         IS_FREE = check("is_free", "Is Free").on().help("Nobody sleeps in it.");
///     }
/// }
/// ```
#[macro_export]
macro_rules! fields {
    ($type:ty: $(section $title:literal, $about:literal {
        $($handle:ident = $kind:ident ( $($argument:tt)* ) $(. $method:ident ( $($value:tt)* ))* ;)*
    })*) => {
        $($(
            #[doc = concat!("The field ", stringify!($handle), ".")]
            pub static $handle: $crate::records::Handle<$type, $crate::records::kinds::$kind> =
                $crate::records::Handle::new(
                    $crate::records::Field::$kind($($argument)*)$(.$method($($value)*))*
                );
        )*)*
        /// The sections of the form.
        pub static SECTIONS: &[$crate::records::Section] = &[$(
            $crate::records::Section { title: $title, about: $about, fields: &[$($handle.field()),*] }
        ),*];
    };
}
pub use crate::fields;
