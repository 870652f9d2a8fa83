import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Writes feeds with so many times the advisories: every record again under other ids, in one file for each file.
 *
 * in      a folder of gzipped JSON lines
 */
export function multiplyAdvisories(from: string, to: string, times: number): void {
  for (const name of readdirSync(from).filter((file) => file.endsWith('.jsonl.gz'))) {
    const lines = gunzipSync(readFileSync(join(from, name)))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const copies = Array.from({ length: times }, (_, copy) => {
      const text = lines.map((line) => rename(line, copy)).join('\n');
      return gzipSync(`${text}\n`, { level: 1 });
    });
    writeFileSync(join(to, name), Buffer.concat(copies));
  }
}

/** Only what identifies the record: the first id or CVE of the line. */
function rename(line: string, copy: number): string {
  return copy === 0
    ? line
    : line.replace(/"(id|cve)":\s*"([^"]+)"/, (_, name, id) => `"${name}":"${id}${name === 'cve' ? '0000' : '-c'}${copy}"`);
}
