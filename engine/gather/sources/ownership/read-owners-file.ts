import { parseYaml } from '../../../formats/yaml/parse-yaml.ts';
import { yamlPlaces } from '../../../formats/yaml/yaml-places.ts';

/** Somebody whom a file names. */
export interface NamedOwner {
  readonly owner: string;
  /** 1-based. */
  readonly line: number;
}

/** An OWNERS file, as Kubernetes' projects write it. */
export interface OwnersFile {
  /** Approvers; reviewers where it names no approver. */
  readonly owners: readonly NamedOwner[];
  /** The owners of files whose path, from the OWNERS file's folder on, matches. */
  readonly filters: readonly { readonly pattern: RegExp; readonly owners: readonly NamedOwner[] }[];
  /** The folders above have nothing to say. */
  readonly isFinal: boolean;
  /** What could not be read; a sentence each. */
  readonly problems: readonly { readonly line: number; readonly detail: string }[];
}

/**
 * Reads an OWNERS file: `approvers`, `reviewers`, `filters`, `options.no_parent_owners`.
 *
 * in      any text
 * out     aliases of OWNERS_ALIASES as they are written: a team is an owner
 * source  https://www.kubernetes.dev/docs/guide/owners/
 */
export function readOwnersFile(text: string): OwnersFile {
  if (text.split('\n').every((line) => /^\s*(?:#|$)/.test(line))) return nobody;
  const { value, faults } = parseYaml(text);
  const [problem] = faults;
  if (problem) return { ...nobody, problems: [{ line: problem.line, detail: `it is no YAML: ${problem.message}` }] };
  if (value === null || value === undefined) return nobody;
  if (!isMapping(value))
    return { ...nobody, problems: [{ line: 1, detail: 'it is no mapping with `approvers` and `reviewers`' }] };
  const places = yamlPlaces(text);
  const lineOf = (path: readonly (string | number)[]): number => places.find(path)?.line ?? 1;
  const ownersAt = (path: readonly string[], rules: unknown): readonly NamedOwner[] => {
    const named = (key: string) =>
      namesIn(isMapping(rules) ? rules[key] : undefined).map(({ name, index }) => ({
        owner: name,
        line: lineOf([...path, key, index]),
      }));
    const approvers = named('approvers');
    return approvers.length > 0 ? approvers : named('reviewers');
  };
  const filters = isMapping(value.filters) ? Object.entries(value.filters) : [];
  const read = filters.map(([source, rules]) => ({
    source,
    pattern: toPattern(source),
    owners: ownersAt(['filters', source], rules),
  }));
  const { options } = value;
  return {
    owners: ownersAt([], value),
    filters: read.flatMap(({ pattern, owners }) => (pattern ? [{ pattern, owners }] : [])),
    isFinal: isMapping(options) && options.no_parent_owners === true,
    problems: read
      .filter(({ pattern }) => !pattern)
      .map(({ source }) => ({
        line: lineOf(['filters', source]),
        detail: `the filter \`${source}\` is no regular expression that can be tried safely`,
      })),
  };
}

const nobody: OwnersFile = { owners: [], filters: [], isFinal: false, problems: [] };

/** Expressions that may take more than linear time are refused: repeated groups, many repetitions, what looks around or back. */
function toPattern(source: string): RegExp | undefined {
  const repetitions = source.match(/[*+{]/g)?.length ?? 0;
  if (source.length > 200 || repetitions > 4 || /\)[*+{?]|\(\?|\\[1-9]/.test(source)) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

function namesIn(list: unknown): readonly { readonly name: string; readonly index: number }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((name: unknown, index) =>
    typeof name === 'string' && name.trim() !== '' ? [{ name: name.trim(), index }] : [],
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
