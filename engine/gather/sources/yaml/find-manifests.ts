import { posix } from 'node:path/posix';
import type { SourceFiles } from '../ports.ts';

/** What a path or glob leads to. */
export interface FoundManifests {
  /** Paths of files, in order of their path. */
  readonly files: readonly string[];
  /** Folders below which nothing was looked at, since they are nested deeper than any repository: links that lead to themselves. */
  readonly tooDeep: readonly string[];
}

const maxDepth = 40;
const manifest = /\.(?:ya?ml|json)$/i;
const wildcard = /[*?[{]/;

/**
 * The manifest files that a source means: a file as it is, the YAML and JSON files anywhere in a folder, or what a glob matches.
 *
 * in      path or glob relative to the configuration's folder; `*`, `**`, `?` and `{a,b}`
 */
export function findManifests(at: string, files: SourceFiles): FoundManifests {
  if (files.kindOf(at) === 'file') return { files: [at], tooDeep: [] };
  if (!wildcard.test(at)) return walk(at, files, (path) => manifest.test(path));
  const segments = at.split('/');
  const fixed = segments.slice(
    0,
    segments.findIndex((segment) => wildcard.test(segment)),
  );
  const pattern = globPattern(posix.normalize(at));
  return walk(fixed.join('/') || '.', files, (path) => pattern.test(path));
}

function walk(root: string, files: SourceFiles, wants: (path: string) => boolean): FoundManifests {
  const found: string[] = [];
  const tooDeep: string[] = [];
  const visit = (folder: string, depth: number): void => {
    if (depth > maxDepth) {
      tooDeep.push(folder);
      return;
    }
    for (const name of files.list(folder)) {
      const path = posix.join(folder, name);
      const kind = files.kindOf(path);
      if (kind === 'folder') visit(path, depth + 1);
      else if (kind === 'file' && wants(path)) found.push(path);
    }
  };
  visit(root, 0);
  return { files: found, tooDeep };
}

/** A regular expression for a whole path. */
function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|[.+^$()|[\]\\{}]/g, (part, choices: string | undefined) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (choices !== undefined) return `(?:${choices.split(',').map(escapePattern).join('|')})`;
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
