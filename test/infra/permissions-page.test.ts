import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { permissionsPage } from '../../infra/permissions-page.ts';

test('docs/permissions.md is what the table of permissions makes of it (npm run refresh)', () => {
  expect(readFileSync('docs/permissions.md', 'utf8')).toBe(permissionsPage());
});
