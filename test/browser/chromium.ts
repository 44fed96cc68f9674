import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Debian's; CI installs it. */
export const hasChromium = existsSync(EXECUTABLE);
/** In the name of what is skipped without it. */
export const IN_CHROMIUM = hasChromium ? 'in Chromium' : `skipped: there is no ${EXECUTABLE}`;

export function openChromium(): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
  const args = ['--no-sandbox', '--disable-gpu', '--disable-sync', ...quiet];
  return chromium.launch({ executablePath: EXECUTABLE, args });
}
