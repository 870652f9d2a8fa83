import type { LockEntry } from './lock-entry.ts';

/** `/name@1.0.0(peer@1)`, since pnpm 9 without the slash; `/name/1.0.0_peer@1` before pnpm 8. */
const key =
  /^ {2}['"]?(?:\/?((?:@[^/@\s]+\/)?[^/@\s]+)@([^:(\s/'"]+)(?:\(.*)?|\/((?:@[^/@\s]+\/)?[^/@\s]+)\/([^_/:\s'"]+)(?:[_/].*)?)['"]?:\s*$/;
const development = /^ {4}dev: true\s*$/;

/**
 * What a `pnpm-lock.yaml` names, as all versions of pnpm write it: the keys of `packages`.
 *
 * out     nothing of folders, repositories and addresses
 */
export function* lockedByPnpm(text: string): Generator<LockEntry> {
  let isInside = false;
  let open: LockEntry | undefined;
  for (const line of text.split('\n')) {
    if (/^[^\s#]/.test(line)) isInside = /^packages:\s*$/.test(line);
    if (!isInside) continue;
    if (/^ {2}\S/.test(line)) {
      if (open) yield open;
      open = entryOf(line);
    } else if (open && development.test(line)) open = { ...open, isDevelopment: true };
  }
  if (open) yield open;
}

function entryOf(line: string): LockEntry | undefined {
  const [, name, version, oldName, oldVersion] = key.exec(line) ?? [];
  if (name && version) return { name, version };
  return oldName && oldVersion ? { name: oldName, version: oldVersion } : undefined;
}
