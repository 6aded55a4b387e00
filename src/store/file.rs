//! The file behind a store: opened under a lock for writing, appended to article by article, rewritten beside itself
//! and renamed where something was taken out.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use oxigraph::model::Quad;

use super::Mode;
use super::member::{self, Contents, Layout};
use crate::error::{Error, Result};

/// An open store file.
#[derive(Debug)]
pub(super) struct FileStore {
    path: PathBuf,
    layout: Layout,
    /// The file, where open for writing.
    file: Option<File>,
    /// Bytes that are whole.
    length: u64,
    /// Does it hold something that should no longer be there?
    stale: bool,
    /// Held as long as the store is open for writing.
    _lock: Option<File>,
}

/// How members are laid out in a file of this name.
pub(super) fn layout(path: &Path) -> Option<Layout> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    if name.ends_with(".nq") {
        Some(Layout::Plain)
    } else if name.ends_with(".gz") {
        Some(Layout::Gzip)
    } else {
        None
    }
}

impl FileStore {
    /// Opens (when writing, also makes) the file and reads it.
    pub fn open(path: &Path, mode: Mode) -> Result<(Self, Contents)> {
        let Some(layout) = layout(path) else {
            return Err(Error::store(path, "the name of a store ends in .nq.gz or .nq, or it is a folder"));
        };
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let lock = if mode == Mode::Write { Some(lock(&real)?) } else { None };
        let bytes = match std::fs::read(&real) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound && mode == Mode::Write => Vec::new(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Error::store(path, "there is no such store; `tidings ingest` makes one"));
            }
            Err(error) => return Err(Error::store(path, error)),
        };
        let contents = member::decode(layout, &bytes)
            .map_err(|damage| Error::store(path, format!("byte {}: {}", damage.offset, damage.message)))?;
        let mut store = FileStore { path: real, layout, file: None, length: contents.valid, stale: false, _lock: lock };
        if mode == Mode::Write {
            store.file = Some(store.open_for_writing().map_err(|error| store.cannot_write(&error))?);
        }
        Ok((store, contents))
    }

    /// Opens the file at its end, with what was torn cut off.
    fn open_for_writing(&self) -> std::io::Result<File> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.path)?;
        if file.metadata()?.len() > self.length {
            file.set_len(self.length)?;
            file.sync_all()?;
        }
        file.seek(SeekFrom::End(0))?;
        Ok(file)
    }

    fn cannot_write(&self, error: &std::io::Error) -> Error {
        Error::store(&self.path, format!("cannot be written: {error}"))
    }

    /// Writes one article's quads to the end and makes them safe on disk. Where that fails, the file is as before.
    pub fn append(&mut self, quads: &[Quad]) -> Result<()> {
        let Some(file) = self.file.as_mut() else {
            return Err(Error::store(&self.path, "opened for reading only"));
        };
        let bytes = member::encode(self.layout, quads).map_err(|error| Error::store(&self.path, error))?;
        match append(file, &mut self.length, &bytes) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.cannot_write(&error)),
        }
    }

    /// Says that the file holds something that should no longer be there.
    pub fn mark_stale(&mut self) {
        self.stale = true;
    }

    /// Must the file be rewritten to be right?
    pub fn is_stale(&self) -> bool {
        self.stale && self.file.is_some()
    }

    /// Writes these members to a new file in the same folder and puts it in the place of the old one.
    pub fn rewrite(&mut self, members: Vec<Vec<Quad>>) -> Result<()> {
        let new = beside(&self.path, ".new");
        let written = self.write_new(&new, members).and_then(|length| {
            std::fs::rename(&new, &self.path)?;
            sync_folder(&self.path)?;
            Ok(length)
        });
        match written {
            Ok(length) => {
                (self.length, self.stale) = (length, false);
                self.file = Some(self.open_for_writing().map_err(|error| self.cannot_write(&error))?);
                Ok(())
            }
            Err(error) => {
                // The old file is untouched; the new one may not even exist.
                let _ = std::fs::remove_file(&new);
                Err(self.cannot_write(&error))
            }
        }
    }

    fn write_new(&self, new: &Path, members: Vec<Vec<Quad>>) -> std::io::Result<u64> {
        let mut file = File::create(new)?;
        if let Ok(old) = std::fs::metadata(&self.path) {
            file.set_permissions(old.permissions())?;
        }
        let mut length = 0;
        for quads in members {
            let bytes = member::encode(self.layout, &quads)?;
            file.write_all(&bytes)?;
            length += bytes.len() as u64;
        }
        file.sync_all()?;
        Ok(length)
    }
}

/// A file that can be appended to safely.
trait Backing: Write {
    fn cut(&mut self, length: u64) -> std::io::Result<()>;
    fn sync(&mut self) -> std::io::Result<()>;
}

impl Backing for File {
    fn cut(&mut self, length: u64) -> std::io::Result<()> {
        self.set_len(length)?;
        self.seek(SeekFrom::Start(length)).map(|_| ())
    }

    fn sync(&mut self) -> std::io::Result<()> {
        self.sync_data()
    }
}

/// Appends to a file of `length` bytes; where that fails, cuts it back to them.
fn append(file: &mut impl Backing, length: &mut u64, bytes: &[u8]) -> std::io::Result<()> {
    match file.write_all(bytes).and_then(|()| file.sync()) {
        Ok(()) => {
            *length += bytes.len() as u64;
            Ok(())
        }
        Err(error) => {
            // A tail that cannot be cut off now is dropped at the next opening.
            let _ = file.cut(*length);
            Err(error)
        }
    }
}

/// Takes the writer's lock, in a file beside the store.
fn lock(path: &Path) -> Result<File> {
    let name = beside(path, ".lock");
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&name);
    let file = file.map_err(|error| Error::store(path, format!("cannot be written: {}: {error}", name.display())))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Error::store(path, "another process is writing to it; try again when that has finished"))
        }
        Err(TryLockError::Error(error)) => Err(Error::store(path, format!("cannot be locked: {error}"))),
    }
}

/// `path` with `ending` after its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes a rename safe on disk, where the system can.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with room for so many bytes.
    struct Disk {
        bytes: Vec<u8>,
        room: usize,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let n = bytes.len().min(self.room - self.bytes.len());
            self.bytes.extend(&bytes[..n]);
            if n == 0 { Err(ErrorKind::StorageFull.into()) } else { Ok(n) }
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Backing for Disk {
        fn cut(&mut self, length: u64) -> std::io::Result<()> {
            self.bytes.truncate(length as usize);
            Ok(())
        }

        fn sync(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_leaves_the_file_as_it_was() {
        let mut disk = Disk { bytes: Vec::new(), room: 10 };
        let mut length = 0;
        append(&mut disk, &mut length, b"first").unwrap();
        assert!(append(&mut disk, &mut length, b"second").is_err());
        assert_eq!((disk.bytes.as_slice(), length), (&b"first"[..], 5));
        append(&mut disk, &mut length, b"third").unwrap();
        assert_eq!(disk.bytes, b"firstthird");
    }
}
