import { readFileSync } from 'node:fs';

/** Version of this Plimsoll. */
export function engineVersion(): string {
  const packed = import.meta.url.endsWith('.js');
  const text = readFileSync(new URL(packed ? '../../package.json' : '../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
