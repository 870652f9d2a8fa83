import { matchesParts } from './match-path.ts';

/** A line of a CODEOWNERS file. */
export interface CodeOwnersRule {
  /** Parts of the pattern, for `matchesParts`. */
  readonly pattern: readonly string[];
  /** As written: `@org/team`, `@user`, an address; empty takes the owners away. */
  readonly owners: readonly string[];
  /** 1-based. */
  readonly line: number;
  /** GitLab's sections, each of which decides for itself; empty outside of them. */
  readonly section: string;
}

/** A CODEOWNERS file. */
export interface CodeOwners {
  readonly rules: readonly CodeOwnersRule[];
  /** Lines that are no rule in this dialect. */
  readonly unread: readonly number[];
}

/** Which of the two hosts reads it; they differ in sections, `!`, and in patterns with a slash in the middle. */
export type CodeOwnersDialect = 'github' | 'gitlab';

const sectionHead = /^\^?\[([^\]]*)\](?:\[\d+\])?(.*)$/;

/**
 * Reads a CODEOWNERS file.
 *
 * in      any text; a file with sections is GitLab's, wherever it lies
 * source  https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 *         https://docs.gitlab.com/user/project/codeowners/reference/
 */
export function readCodeOwners(text: string, dialect: CodeOwnersDialect): CodeOwners {
  const lines = text.split(/\r?\n/);
  const isGitlab = dialect === 'gitlab' || lines.some((line) => sectionHead.test(line.trim()));
  const rules: CodeOwnersRule[] = [];
  const unread: number[] = [];
  let section: { readonly name: string; readonly owners: readonly string[] } = { name: '', owners: [] };
  for (const [index, raw] of lines.entries()) {
    const [first, ...owners] = wordsOf(raw);
    if (first === undefined) continue;
    const head = isGitlab ? sectionHead.exec(raw.trim()) : null;
    if (head) {
      section = { name: (head[1] ?? '').trim().toLowerCase(), owners: wordsOf(head[2] ?? '') };
      continue;
    }
    const isExcluding = first.startsWith('!');
    if (!isGitlab && (isExcluding || first.includes('['))) {
      unread.push(index + 1);
      continue;
    }
    const named = owners.length > 0 ? owners : section.owners;
    const pattern = toParts(isExcluding ? first.slice(1) : first, isGitlab);
    rules.push({ pattern, owners: isExcluding ? [] : named, line: index + 1, section: section.name });
  }
  return { rules, unread };
}

/**
 * The rules that decide for a path: the last that matches, of each section.
 *
 * in      path relative to the root of the repository
 */
export function findCodeOwners({ rules }: CodeOwners, path: string): readonly CodeOwnersRule[] {
  const parts = path.split('/');
  const deciding = new Map<string, CodeOwnersRule>();
  for (const rule of rules) if (matchesParts(rule.pattern, parts)) deciding.set(rule.section, rule);
  return [...deciding.values()];
}

/** A pattern without a slash, and for GitLab one without a slash in front, matches at any depth. */
function toParts(written: string, isGitlab: boolean): readonly string[] {
  const isFolder = written.endsWith('/');
  const parts = written.split('/').filter((part) => part !== '');
  const isRooted = written.startsWith('/') || (!isGitlab && parts.length > 1);
  const isForChildren = parts.length > 1 && parts.at(-1) === '*';
  const below = isFolder ? ['*', '**'] : isForChildren ? [] : ['**'];
  return [...(isRooted ? [] : ['**']), ...parts, ...below];
}

/** Words of a line without its comment; a backslash keeps a space or a `#` in a word. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return (comment < 0 ? words : words.slice(0, comment)).map((word) => word.replace(/\\(.)/g, '$1'));
}
