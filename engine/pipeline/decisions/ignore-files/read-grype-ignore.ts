import { entriesAt, isObject, listAt, textAt } from '../../../formats/json/members.ts';
import { readPositionedYaml } from '../../../formats/positioned-yaml/read-positioned-yaml.ts';
import type { FixState } from '../../../model/match.ts';
import type { IgnoreEntry, IgnoreReading } from './ignore-entry.ts';

/** Grype's types of packages → purl's. Source: Syft, syft/pkg/type.go. */
const purlTypes: ReadonlyMap<string, string> = new Map([
  ['apk', 'apk'],
  ['conda', 'conda'],
  ['deb', 'deb'],
  ['dotnet', 'nuget'],
  ['gem', 'gem'],
  ['go-module', 'golang'],
  ['java-archive', 'maven'],
  ['jenkins-plugin', 'maven'],
  ['npm', 'npm'],
  ['php-composer', 'composer'],
  ['python', 'pypi'],
  ['rpm', 'rpm'],
  ['rust-crate', 'cargo'],
]);

const fixStates: ReadonlyMap<string, FixState> = new Map([
  ['fixed', 'fixed'],
  ['not-fixed', 'not-fixed'],
  ['wont-fix', 'wont-fix'],
  ['unknown', 'unknown'],
]);

const known = new Set(['vulnerability', 'reason', 'fix-state', 'package', 'include-aliases']);
const knownOfPackage = new Set(['name', 'version', 'type', 'location']);

/**
 * The ignore rules of `.grype.yaml`.
 *
 * out     a rule with a condition that cannot be said here (namespace, language, match type, VEX status) is refused whole: without it, it would
 *         ignore more
 * source  Grype, README, "Specifying matches to ignore"; grype/match/ignore.go: names of packages are regular expressions
 */
export function readGrypeIgnore(text: string): IgnoreReading {
  const yaml = readPositionedYaml(text);
  const refused: IgnoreReading['refused'][number][] = yaml.problems.map(({ line, message }) => ({ line, detail: message }));
  const entries: IgnoreEntry[] = [];
  for (const [index, rule] of listAt(yaml.value, 'ignore').entries()) {
    const { line } = yaml.positionOf(['ignore', index]);
    const read = readRule(rule);
    if (typeof read === 'string') refused.push({ line, detail: read });
    else entries.push({ ...read, line });
  }
  return { entries, refused };
}

/** A sentence for what cannot be said here. */
function readRule(rule: unknown): Omit<IgnoreEntry, 'line'> | string {
  const unknown = [
    ...(isObject(rule) ? Object.keys(rule) : ['the rule']).filter((key) => !known.has(key)),
    ...entriesAt(rule, 'package').flatMap(([key]) => (knownOfPackage.has(key) ? [] : [`package.${key}`])),
  ];
  if (unknown.length > 0) return `${unknown.join(', ')} cannot be said here`;
  const [id, reason, stated] = [textAt(rule, 'vulnerability'), textAt(rule, 'reason'), textAt(rule, 'fix-state')];
  const state = stated === undefined ? undefined : fixStates.get(stated);
  if (stated !== undefined && !state) return `${stated} is no state of a fix`;
  const packages = readPackage(rule);
  if (typeof packages === 'string') return packages;
  const location = textAt(rule, 'package', 'location');
  const isAll = id === undefined && packages.length === 0 && !state && location === undefined;
  if (isAll) return 'it would ignore everything';
  return {
    vulnerabilities: id === undefined ? [] : [id],
    packages,
    ...(location !== undefined && { paths: [location.replace(/^\/+/, '')] }),
    ...(state && { states: [state] }),
    ...(reason !== undefined && { reason }),
  };
}

function readPackage(rule: unknown): readonly string[] | string {
  const [name, version, type] = ['name', 'version', 'type'].map((key) => textAt(rule, 'package', key));
  if (name === undefined && version === undefined && type === undefined) return [];
  const pattern = toPattern(name ?? '.*');
  if (pattern === undefined) return `the regular expression ${name} cannot be said here`;
  if (type === undefined) return [version === undefined ? pattern : `${pattern}@${version}`];
  const purlType = purlTypes.get(type);
  if (purlType === undefined) return `packages of the type ${type} are not known here`;
  return [`pkg:${purlType}/${pattern}${version === undefined ? '' : `@${version}`}`];
}

/** A regular expression that is a name, or has `.*` in it. */
function toPattern(expression: string): string | undefined {
  const pattern = expression
    .replace(/^\^|\$$/g, '')
    .replaceAll('.*', '*')
    .replaceAll('\\.', '.');
  return /[\\[\](){}|^$?]/.test(pattern) ? undefined : pattern;
}
