import { relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { givenPath, writtenPath } from '../../cli/given-path.ts';
import { folderWith } from './folder.ts';

const folder = folderWith({ 'mine/scenario.json': {} });
const script = { npm_lifecycle_event: 'stepshift', INIT_CWD: folder };

test('a path is looked for where npm run was called', () => {
  expect(givenPath('mine', script)).toBe(relative('', `${folder}/mine`));
  expect(givenPath('.', { ...script, INIT_CWD: process.cwd() })).toBe('.');
});

test('a path that is not there is looked for from here', () => {
  expect(givenPath('examples', script)).toBe('examples');
  expect(givenPath('a\0b', script)).toBe('a\0b');
});

test('a path stays as it is when another script, or none, runs the command', () => {
  expect(givenPath('mine', { ...script, npm_lifecycle_event: 'release' })).toBe('mine');
  expect(givenPath('mine', {})).toBe('mine');
});

test('a file is written where npm run was called', () => {
  expect(writtenPath('new.html', script)).toBe(`${folder}/new.html`);
  expect(writtenPath('new.html', {})).toBe('new.html');
});
