import type { LockEntry } from './lock-entry.ts';

/** `"@scope/name@^1.0.0", name@npm:other@1:`; the first of an entry tells its name. */
const head = /^"?((?:@[^/@"\s]+\/)?[^@"\s,]+)@(?:npm:((?:@[^/@"\s]+\/)?[^@"\s,]+)@)?/;
const version = /^ {2}version:? "?([^"\s]+)"?\s*$/;
const resolution = /^ {2}resolution: "?((?:@[^/@"\s]+\/)?[^@"\s]+)@(npm|patch):/;

/**
 * What a `yarn.lock` names, as Yarn 1 writes it (`version "1.0.0"`) or Yarn 2 and newer do (`version: 1.0.0`, with a `resolution`).
 *
 * out     nothing of workspaces and folders
 */
export function* lockedByYarn(text: string): Generator<LockEntry> {
  let name: string | undefined;
  let found: string | undefined;
  for (const line of text.split('\n')) {
    if (line !== '' && !line.startsWith(' ') && !line.startsWith('#')) {
      if (name && found) yield { name, version: found };
      const [, stated, real] = head.exec(line) ?? [];
      name = line.includes('@workspace:') ? undefined : (real ?? stated);
      found = undefined;
    } else if (line.startsWith('  version')) found = version.exec(line)?.[1];
    else if (line.startsWith('  resolution:')) name = resolution.exec(line)?.[1];
  }
  if (name && found) yield { name, version: found };
}
