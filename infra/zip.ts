import { gzipSync } from 'node:zlib';

/** 1980-01-01 00:00, the first time that a zip can tell: the same content is the same archive, whenever it is made. */
const NO_TIME = { time: 0, date: 0x21 };
const DEFLATE = 8;
const VERSION = 20;
/** Made on Unix, where the upper half of a file's attributes is its mode; Lambda must be able to read it. */
const UNIX = 3 << 8;
const READABLE_FILE = 0o100644;

/** A zip archive of one file (APPNOTE.TXT 6.3: its local header and content, the central directory, and that one's end). Lambda takes code so. */
export function zipOf(name: string, content: Uint8Array): Buffer {
  const path = Buffer.from(name);
  // A gzip has both that a zip wants: ten bytes, the deflated content, its checksum and its length (RFC 1952). Node.js has crc32 itself, but only since 20.15.
  const zipped = gzipSync(content, { level: 9 });
  const deflated = zipped.subarray(10, -8);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(VERSION, 0);
  common.writeUInt16LE(DEFLATE, 4);
  common.writeUInt16LE(NO_TIME.time, 6);
  common.writeUInt16LE(NO_TIME.date, 8);
  zipped.copy(common, 10, zipped.length - 8, zipped.length - 4);
  common.writeUInt32LE(deflated.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([signature('PK\x03\x04'), common, path, deflated]);
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE((READABLE_FILE << 16) >>> 0, 6);
  const directory = Buffer.concat([signature('PK\x01\x02'), shorts(UNIX | VERSION), common, attributes, path]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, directory, signature('PK\x05\x06'), end]);
}

function signature(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function shorts(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
