import type { FileFact, ImageConfiguration, ModeFact } from '../../model/image.ts';
import type { LayerEntry } from './entry-table.ts';
import { type LayerStack, resolveEntry } from './find-entry.ts';

/** Where runtimes look for a program when the image sets no PATH. source  containerd 1.7, oci/spec_unix.go, defaultUnixEnv */
const usualSearchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Owner and mode of what stands at a path of an image, with links followed.
 *
 * in      layers as placed, oldest first; an absolute path
 * out     `unknown` where a layer that could say so was not read
 */
export function toFact(stack: LayerStack, path: string): FileFact {
  const closed = new Map<string, ModeFact>();
  const found = resolveEntry(stack, path, (directory) => {
    if ((directory.mode & 0o001) === 0) closed.set(directory.path, toMode(directory));
  });
  if (found.kind !== 'found') return { state: found.kind, path };
  const { path: resolved, kind, mode, uid, gid } = found.entry;
  const isElsewhere = resolved !== path.replace(/^\/+|\/+$/g, '');
  return {
    state: 'found',
    path,
    ...(isElsewhere && { resolved }),
    ...(closed.size > 0 && { closed: [...closed.values()] }),
    kind: kind === 'hardlink' ? 'file' : kind,
    mode,
    uid,
    gid,
  };
}

/** Owner and mode of an entry. */
export function toMode({ path, mode, uid, gid }: LayerEntry): ModeFact {
  return { path, mode, uid, gid };
}

/**
 * The program that the image starts: the first word of its entrypoint, else of its command, looked for in PATH as a runtime does.
 *
 * out     null where the image names none
 */
export function findProgram(stack: LayerStack, configuration: ImageConfiguration): FileFact | null {
  const { entrypoint, command, workingDirectory, searchPath } = configuration;
  const [word] = [...entrypoint, ...command];
  if (!word) return null;
  if (word.includes('/')) return toFact(stack, word.startsWith('/') ? word : `${workingDirectory || '/'}/${word}`);
  for (const folder of (searchPath || usualSearchPath).split(':')) {
    const fact = toFact(stack, `${folder}/${word}`);
    if (fact.state === 'unknown' || (fact.state === 'found' && fact.kind === 'file')) return fact;
  }
  return { state: 'missing', path: word };
}
