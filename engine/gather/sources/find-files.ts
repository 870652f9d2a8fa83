import { posix } from 'node:path/posix';
import type { Gap } from '../../model/reading.ts';
import type { SourceFiles } from './ports.ts';

/** What a path or glob leads to. */
export interface FoundFiles {
  /** Paths of files, in order of their path. */
  readonly files: readonly string[];
  /** Folders below which nothing was looked at, since they are nested deeper than any repository: links that lead to themselves. */
  readonly tooDeep: readonly string[];
}

const maxDepth = 40;
const wildcard = /[*?[{]/;

/**
 * The files that a source means: a file as it is, the files of its kind anywhere in a folder, or what a glob matches.
 *
 * in      path or glob relative to the configuration's folder; `*`, `**`, `?` and `{a,b}`; which names count in a folder
 */
export function findFiles(at: string, files: SourceFiles, ofKind: RegExp): FoundFiles {
  if (files.kindOf(at) === 'file') return { files: [at], tooDeep: [] };
  if (!wildcard.test(at)) return walk(at, files, (path) => ofKind.test(path));
  const segments = at.split('/');
  const fixed = segments.slice(
    0,
    segments.findIndex((segment) => wildcard.test(segment)),
  );
  const pattern = globPattern(posix.normalize(at));
  return walk(fixed.join('/') || '.', files, (path) => pattern.test(path));
}

function walk(root: string, files: SourceFiles, wants: (path: string) => boolean): FoundFiles {
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

/** YAML and JSON. */
export const manifestFile = /\.(?:ya?ml|json)$/i;

/**
 * Why a path or glob leads to nothing, and which folders were left out.
 *
 * gaps    source-missing, source-empty, folder-too-deep
 */
export function findGaps(at: string, found: FoundFiles, { files, unit, what }: FindContext): readonly Gap[] {
  const gaps: Gap[] = found.tooDeep.map((path) => ({
    code: 'folder-too-deep',
    unit,
    path,
    detail: `folders nest deeper than ${maxDepth}; is it a link that leads to itself?`,
  }));
  if (found.files.length > 0) return gaps;
  const isThere = files.kindOf(at) !== undefined || wildcard.test(at);
  const detail = isThere ? `${at} leads to no ${what}` : `${at} does not exist; correct \`sources\` or restore it`;
  return [...gaps, { code: isThere ? 'source-empty' : 'source-missing', unit, path: at, detail }];
}

/** Who looks, and for what. */
export interface FindContext {
  readonly files: SourceFiles;
  readonly unit: string;
  /** As in “leads to no YAML or JSON file”. */
  readonly what: string;
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
