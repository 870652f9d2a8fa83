import type { KnownArtifact } from './known-classes.ts';

const named = /^[\w.-]+:[\w.-]+$/;
const folder = /^(?:[\w$-]+\/)*$/;
const member = /^[\w$/-]+\.class$/;
const digests = /^[0-9a-f]{16}(?: [\w.+-]+)+(?:; ?[0-9a-f]{16}(?: [\w.+-]+)+)*$/;

/**
 * The libraries that a project adds, from a file that `tools/known-classes.ts` wrote.
 *
 * in      JSON: a list of `{ name, root, classes }`
 * out     a sentence that says what is wrong, where something is
 */
export function readKnownArtifacts(text: string): readonly KnownArtifact[] | string {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  if (!Array.isArray(list)) return 'it is no list of libraries';
  const wrong = list.findIndex((entry) => !isArtifact(entry));
  return wrong < 0 ? list : `library number ${wrong + 1} in it has no usable name, root or classes`;
}

function isArtifact(value: unknown): value is KnownArtifact {
  if (typeof value !== 'object' || value === null) return false;
  const { name, root, classes } = value as { name?: unknown; root?: unknown; classes?: unknown };
  if (!isText(name, named) || !isText(root, folder) || typeof classes !== 'object' || classes === null) return false;
  const entries = Object.entries(classes);
  return entries.length > 0 && entries.every(([path, versions]) => isText(path, member) && isText(versions, digests));
}

function isText(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
