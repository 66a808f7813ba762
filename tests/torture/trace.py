"""A disk that forgets: reads what shim.c wrote down, and gives the folder as a power failure could have left it.

What is on the disk for sure: a file's bytes as of its last sync, a folder's names as of its last sync. Of the writes
since, any may be there, missing, or torn at sectors; of the names changed since in one folder, any first few (a
journalling file system keeps their order).
"""

import random
import struct
from pathlib import Path

HEAD = struct.Struct("<Ic3xQQQII")
MAGIC = 0x52545254
MARK = b"A"


def mark(path, number, value=0):
    """Appends a mark of the torture's own to a trace."""
    with open(path, "ab") as file:
        file.write(HEAD.pack(MAGIC, MARK, 0, number, value, 0, 0))


def read(path):
    """The records: (kind, inode, a, b, bytes, bytes)."""
    data, at, records = Path(path).read_bytes(), 0, []
    while at < len(data):
        magic, kind, ino, a, b, n1, n2 = HEAD.unpack_from(data, at)
        if magic != MAGIC:
            raise ValueError(f"{path}: no record at {at}")
        at += HEAD.size
        records.append((kind, ino, a, b, data[at:at + n1], data[at + n1:at + n1 + n2]))
        at += n1 + n2
    return records


def changes(records):
    """How many changes a trace holds, and how many of them are writes and syncs."""
    kinds = [record[0] for record in records]
    return sum(k in b"CWTSRUMD" for k in kinds), sum(k in b"CWTM" for k in kinds), sum(k == b"S" for k in kinds)


class File:
    def __init__(self, data=b""):
        self.durable, self.pending = bytearray(data), []

    def put(self, change):
        self.pending.append(change)

    def sync(self):
        for change in self.pending:
            apply(self.durable, change)
        self.pending = []

    def crashed(self, temper):
        data = bytearray(self.durable)
        for change in self.pending:
            for part in temper.parts(change):
                apply(data, part)
        return bytes(data)


class Folder:
    def __init__(self):
        self.durable, self.names, self.pending = {}, {}, []

    def put(self, name, thing):
        """`thing` is None where the name goes."""
        for names in (self.names,):
            names.pop(name, None) if thing is None else names.__setitem__(name, thing)
        self.pending.append([(name, thing)])

    def rename(self, name, to, thing):
        self.names.pop(name, None)
        self.names[to] = thing
        self.pending.append([(name, None), (to, thing)])

    def sync(self):
        self.durable, self.pending = dict(self.names), []

    def crashed(self, temper):
        names = dict(self.durable)
        for change in self.pending[:temper.first(len(self.pending))]:
            for name, thing in change:
                names.pop(name, None) if thing is None else names.__setitem__(name, thing)
        return names


def apply(data, change):
    """One write (offset, bytes), or a new size (size, None)."""
    at, new = change
    if new is None:
        del data[at:]
        data.extend(bytes(at - len(data)))
        return
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    data[at:at + len(new)] = new


class Temper:
    """What the disk does with what was not synced, in one crash."""

    def __init__(self, dice):
        self.dice, self.way = dice, dice.choice(["none", "all", "first", "any", "any"])
        self.sector = dice.choice([512, 4096])
        self.after = None

    @classmethod
    def keeping(cls):
        temper = cls(random.Random(0))
        temper.way = "all"
        return temper

    def first(self, count):
        return {"none": 0, "all": count}.get(self.way, self.dice.randint(0, count))

    def parts(self, change):
        """What of one write is on the disk."""
        if self.way == "first":
            # In order, up to a moment.
            self.after = self.dice.random() < 0.1 if not self.after else True
            return [] if self.after else [change]
        fate = {"none": "gone", "all": "there"}.get(self.way) or self.dice.choices(["there", "gone", "torn"], [5, 3, 2])[0]
        if fate == "torn" and change[1] is not None:
            return self.sectors(*change)
        return [] if fate == "gone" else [change]

    def sectors(self, at, data):
        cuts = [0, *range(self.sector - at % self.sector, len(data), self.sector), len(data)]
        return [(at + a, data[a:b]) for a, b in zip(cuts, cuts[1:]) if self.dice.random() < 0.5]


class Disk:
    """The watched folder as the trace goes on. `syncs` is False for a disk that only says that it syncs."""

    def __init__(self, root, copy, syncs=True):
        self.root, self.syncs, self.by_ino = str(root).rstrip("/") + "/", syncs, {}
        self.top = Folder()
        load(self.top, Path(copy))

    def find(self, path):
        """(folder, name) of an absolute path; None outside the root."""
        text = path.decode()
        if not text.startswith(self.root):
            return None, None
        *way, name = text[len(self.root):].split("/")
        folder = self.top
        for step in way:
            folder = folder.names.get(step)
            if not isinstance(folder, Folder):
                return None, None
        return folder, name

    def take(self, record):
        kind, ino, a, _, one, two = record
        if kind in b"CMUDR":
            folder, name = self.find(one)
            if folder is None:
                return
        if kind == b"C":
            self.by_ino[ino] = File()
            folder.put(name, self.by_ino[ino])
        elif kind == b"O":
            folder, name = self.find(one)
            if folder is not None and name in folder.names:
                self.by_ino[ino] = folder.names[name]
            elif one.decode() + "/" == self.root:
                self.by_ino[ino] = self.top
        elif kind == b"W" and ino in self.by_ino:
            self.by_ino[ino].put((a, one))
        elif kind == b"T" and ino in self.by_ino:
            self.by_ino[ino].put((a, None))
        elif kind == b"S" and self.syncs and ino in self.by_ino:
            self.by_ino[ino].sync()
        elif kind == b"M":
            folder.put(name, Folder())
        elif kind in b"UD":
            folder.put(name, None)
        elif kind == b"R":
            to_folder, to = self.find(two)
            thing = folder.names.get(name)
            if to_folder is folder:
                folder.rename(name, to, thing)
            elif to_folder is not None:
                folder.put(name, None)
                to_folder.put(to, thing)

    def crash(self, temper, place):
        """Writes into the folder `place` what a power failure would leave."""
        write(self.top, temper, Path(place))


def load(folder, path):
    for entry in sorted(path.iterdir()):
        thing = Folder() if entry.is_dir() else File(entry.read_bytes())
        if entry.is_dir():
            load(thing, entry)
        folder.names[entry.name] = folder.durable[entry.name] = thing


def write(folder, temper, path):
    path.mkdir(parents=True, exist_ok=True)
    for name, thing in sorted(folder.crashed(temper).items()):
        if isinstance(thing, Folder):
            write(thing, temper, path / name)
        else:
            (path / name).write_bytes(thing.crashed(temper))
