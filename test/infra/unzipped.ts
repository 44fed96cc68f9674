import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const GZIP = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** The one file in a zip archive, found as unzip finds it: from the end by way of the directory. @throws Error where it is another one, or broken */
export function unzipped(archive: string, name: string): string {
  const bytes = readFileSync(archive);
  const end = bytes.length - 22;
  if (bytes.toString('latin1', end, end + 4) !== 'PK\x05\x06') throw new Error(`${archive}: no end of a directory`);
  const entry = bytes.readUInt32LE(end + 16);
  const found = bytes.toString('utf8', entry + 46, entry + 46 + bytes.readUInt16LE(entry + 28));
  if (found !== name || bytes.readUInt16LE(end + 10) !== 1) throw new Error(`${archive}: found ${found}`);
  const local = bytes.readUInt32LE(entry + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const deflated = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20));
  const [checksum, size] = [bytes.subarray(entry + 16, entry + 20), bytes.subarray(entry + 24, entry + 28)];
  // A gzip of the same, for what opens it holds it against its checksum and its length.
  return gunzipSync(Buffer.concat([GZIP, deflated, checksum, size])).toString('utf8');
}
