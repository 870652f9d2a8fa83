import { type JsonMap, parseJson, textAt, toJsonMap } from '../json-object.ts';
import type { LockEntry } from './lock-entry.ts';

const installed = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/;
const alias = /^npm:(.+)@([^@]+)$/s;

/**
 * What a lock file of npm names: by place since npm 7 (`packages`), in each other before (`dependencies`).
 *
 * out     undefined for what is no JSON object
 */
export function lockedByNpm(text: string): Iterable<LockEntry> | undefined {
  const lock = toJsonMap(parseJson(text)?.value);
  if (!lock) return undefined;
  const packages = toJsonMap(lock.get('packages'));
  return packages ? byPlace(packages) : nested(lock);
}

function* byPlace(packages: JsonMap): Generator<LockEntry> {
  for (const [place, value] of packages) {
    const entry = toJsonMap(value);
    const folder = installed.exec(place)?.[1];
    const version = entry && textAt(entry, 'version');
    if (entry && folder && version) yield toEntry(textAt(entry, 'name') ?? folder, version, entry);
  }
}

/** Without recursion: a file can nest them as deep as it likes. */
function* nested(lock: JsonMap): Generator<LockEntry> {
  const open = [lock];
  for (let holder = open.pop(); holder; holder = open.pop())
    for (const [name, value] of toJsonMap(holder.get('dependencies')) ?? []) {
      const entry = toJsonMap(value);
      const stated = entry && textAt(entry, 'version');
      if (!entry || !stated) continue;
      open.push(entry);
      const [, real = name, version = stated] = alias.exec(stated) ?? [];
      // A file, a repository or an address.
      if (!version.includes(':')) yield toEntry(real, version, entry);
    }
}

function toEntry(name: string, version: string, entry: JsonMap): LockEntry {
  return { name, version, ...(entry.get('dev') === true && { isDevelopment: true }) };
}
