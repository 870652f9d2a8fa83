import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * A real Chromium without a window, from npm.
 *
 * out     the sentence that says why there is none, where it cannot start: another system, or libraries that are missing
 */
export async function openBrowser(): Promise<Browser | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `Chromium comes for linux on x64, not ${process.platform} on ${process.arch}`;
  try {
    const executablePath = await chromium.executablePath();
    // Its own list of arguments turns web security off, which would prove nothing.
    return await playwright.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  } catch (error) {
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : [];
    return `Chromium does not start here: ${reason}`;
  }
}
