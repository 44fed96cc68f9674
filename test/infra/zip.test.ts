import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { expect, jest, test } from '@jest/globals';
import { folderWith } from '../cli/folder.ts';
import { unzipped } from './unzipped.ts';

// Node.js 20.15 was the first to have it, and the project is for every Node.js 20.
const { crc32: _, default: __, ...older } = zlib as typeof zlib & { readonly default: unknown };
jest.unstable_mockModule('node:zlib', () => older);
const { zipOf } = await import('../../infra/zip.ts');

const CONTENT = 'exports.handler = async () => {};\n'.repeat(1000);

test('code is zipped by a Node.js that has no crc32', () => {
  const archive = join(folderWith({}), 'code.zip');
  writeFileSync(archive, zipOf('index.js', Buffer.from(CONTENT)));
  expect(unzipped(archive, 'index.js')).toBe(CONTENT);
});

test.each(['checksum', 'content'])('an archive whose %s is broken is found to be so', (part) => {
  const zip = zipOf('index.js', Buffer.from(CONTENT));
  const at = part === 'checksum' ? zip.indexOf('PK\x01\x02') + 16 : zip.indexOf('index.js') + 12;
  zip.writeUInt8(zip.readUInt8(at) ^ 1, at);
  const archive = join(folderWith({}), 'code.zip');
  writeFileSync(archive, zip);
  expect(() => unzipped(archive, 'index.js')).toThrow();
});
