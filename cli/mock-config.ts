import { readFileSync } from 'node:fs';
import { type MockConfig, readMocks } from '../local/mocks/mock-config.ts';
import { MockConfigFault } from '../local/mocks/mock-config-fault.ts';
import { UsageFault } from './command.ts';
import { parseJson } from './json-text.ts';

/**
 * Reads the file of `--mock-config`.
 * @throws UsageFault when it is not there, is not JSON, or is no mock configuration
 */
export function readMockConfig(file: string): MockConfig {
  const parsed = parseJson(readText(file));
  if (parsed.kind === 'broken') {
    const { line, column, found } = parsed;
    throw new UsageFault(`--mock-config: ${file}: line ${line}, column ${column}: found ${found}, expected JSON.`);
  }
  try {
    readMocks(parsed.value);
  } catch (error) {
    if (!(error instanceof MockConfigFault)) throw error;
    throw new UsageFault(`--mock-config: ${file}: ${error.message.replaceAll('\n', '; ')}.`);
  }
  return parsed.value as MockConfig;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageFault(
      `--mock-config: ${file}: found no file that can be read (${code}), expected a mock configuration.`,
    );
  }
}
