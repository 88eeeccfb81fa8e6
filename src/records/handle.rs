//! Handles: the only way to a value of a record by name. A handle knows its record type and the
//! shape of its value, so a field of another type, a check read as a text or a field that was
//! renamed away does not compile.

use super::field::{Field, Shape};
use super::value::{Input, Record, names_in};
use crate::base::list;
use crate::base::{Millis, Seconds};
use serde_json::Value as Json;
use std::any::TypeId;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// A field of the record type `T`, whose values are read as `V`.
pub struct Handle<T: 'static, V> {
    field: Field,
    marker: PhantomData<fn() -> (T, V)>,
}

/// How the values behind a handle are read.
pub trait Value {
    /// What the value is read as.
    type Out<'a>;
    /// The shape of the fields that are read so.
    const SHAPE: Shape;
    /// Reads a value; one that is not there is the empty one.
    fn read(value: Option<&Json>) -> Self::Out<'_>;
}

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident => $out:ty, $read:expr;)*) => {
        $($(#[$doc])*
        pub enum $name {}
        impl Value for $name {
            type Out<'a> = $out;
            const SHAPE: Shape = Shape::$name;
            fn read(value: Option<&Json>) -> Self::Out<'_> {
                let read: fn(Option<&Json>) -> Self::Out<'_> = $read;
                read(value)
            }
        })*
    };
}

shapes! {
    /// A text, or the empty one.
    Text => &'a str, |value| value.and_then(Json::as_str).unwrap_or_default();
    /// Whether a check is set.
    Flag => bool, |value| value.and_then(Json::as_i64).unwrap_or_default() != 0;
    /// A number, or 0.
    Number => i64, |value| value.and_then(Json::as_i64).unwrap_or_default();
    /// A moment, if there is one.
    Moment => Option<Seconds>, |value| value.and_then(Json::as_i64).map(Seconds);
    /// A moment to the millisecond, if there is one.
    MomentMs => Option<Millis>, |value| value.and_then(Json::as_i64).map(Millis);
    /// The entries of a list.
    List => Vec<&'a str>, |value| value.and_then(Json::as_str).map(list::split).unwrap_or_default();
    /// The names that links hold. A name may have spaces.
    Links => Vec<&'a str>, |value| value.map(names_in).unwrap_or_default();
    /// The rows of a field with two columns.
    Pairs => Vec<(&'a str, &'a str)>, |value| {
        let lines = value.and_then(Json::as_str).unwrap_or_default().lines();
        lines.filter_map(|line| line.split_once('=')).collect()
    };
}

/// The shape that each constructor of [`Field`] has.
#[allow(non_camel_case_types, reason = "named as the constructors")]
pub mod kinds {
    pub type text = super::Text;
    pub type paragraph = super::Text;
    pub type email = super::Text;
    pub type url = super::Text;
    pub type list = super::List;
    pub type check = super::Flag;
    pub type select = super::Text;
    pub type record_type = super::Text;
    pub type language = super::Text;
    pub type many = super::List;
    pub type number = super::Number;
    pub type moment = super::Moment;
    pub type moment_ms = super::MomentMs;
    pub type link = super::Text;
    pub type links = super::Links;
    pub type password = super::Text;
    pub type secret = super::Text;
    pub type image = super::Text;
    pub type rows = super::List;
    pub type pairs = super::Pairs;
}

impl<T: 'static, V: Value> Handle<T, V> {
    /// The handle of a field; [`fields!`](crate::records::fields) makes it.
    pub const fn new(field: Field) -> Self {
        assert!(
            field.kind.shape() as u8 == V::SHAPE as u8,
            "the handle reads another shape"
        );
        let field = Field {
            of: Some(TypeId::of::<T>),
            ..field
        };
        Handle {
            field,
            marker: PhantomData,
        }
    }

    /// The declaration.
    pub const fn field(&'static self) -> &'static Field {
        &self.field
    }

    /// The name, as REST has it.
    pub const fn name(&self) -> &'static str {
        self.field.name
    }

    /// The label on the form.
    pub const fn label(&self) -> &'static str {
        self.field.label
    }
}

impl<T, V> PartialEq for Handle<T, V> {
    fn eq(&self, other: &Self) -> bool {
        self.field.name == other.field.name
    }
}

impl<T, V> AsRef<str> for Handle<T, V> {
    fn as_ref(&self) -> &str {
        self.field.name
    }
}

/// A record of the type `T`: its values are reached by the handles of `T` alone.
pub struct Of<T> {
    record: Record,
    marker: PhantomData<fn() -> T>,
}

impl<T: 'static> Of<T> {
    /// For the engine, which knows that the record is of this type.
    pub(super) fn new(record: Record) -> Self {
        Of {
            record,
            marker: PhantomData,
        }
    }

    pub(super) fn into_record(self) -> Record {
        self.record
    }

    /// The value of a field.
    pub fn get<V: Value>(&self, handle: &Handle<T, V>) -> V::Out<'_> {
        V::read(self.values.get(handle.name()))
    }

    /// Whether a text is there: a password or secret that was given, or a secret that is kept.
    pub fn has(&self, handle: &Handle<T, Text>) -> bool {
        self.values.get(handle.name()).is_some_and(Json::is_string)
    }

    /// Whether the value is known and null: a secret that was taken away.
    pub fn is_null<V: Value>(&self, handle: &Handle<T, V>) -> bool {
        self.values.get(handle.name()) == Some(&Json::Null)
    }

    /// Whether both records have the same value.
    pub fn same<V: Value>(&self, other: &Self, handle: &Handle<T, V>) -> bool {
        self.values.get(handle.name()) == other.values.get(handle.name())
    }

    /// Replaces a value.
    pub fn set<V: Value>(&mut self, handle: &Handle<T, V>, value: impl Into<Json>) {
        self.record.values.insert(handle.name().to_owned(), value.into());
    }
}

impl<T> PartialEq for Of<T> {
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl<T> Deref for Of<T> {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.record
    }
}

impl<T> DerefMut for Of<T> {
    fn deref_mut(&mut self) -> &mut Record {
        &mut self.record
    }
}

impl Input {
    /// The value of a field, if one was given.
    pub fn get<T: 'static, V: Value>(&self, handle: &Handle<T, V>) -> Option<V::Out<'_>> {
        let given = self.0.get(handle.name()).filter(|value| !value.is_null());
        given.map(|value| V::read(Some(value)))
    }

    /// The same with a value set.
    pub fn with<T: 'static, V: Value>(mut self, handle: &Handle<T, V>, value: impl Into<Json>) -> Self {
        self.0.insert(handle.name().to_owned(), value.into());
        self
    }
}
