import { isObject, listAt, memberAt, textAt } from '../../../formats/json/members.ts';
import { linesOfTables, readToml } from '../../../formats/toml/read-toml.ts';
import { type IgnoreEntry, type IgnoreReading, untilInstant } from './ignore-entry.ts';

/** Ecosystems of OSV → types of purls. Source: purl-spec and osv-schema. */
const purlTypes: ReadonlyMap<string, string> = new Map([
  ['Alpine', 'apk'],
  ['crates.io', 'cargo'],
  ['Debian', 'deb'],
  ['Go', 'golang'],
  ['Maven', 'maven'],
  ['npm', 'npm'],
  ['NuGet', 'nuget'],
  ['Packagist', 'composer'],
  ['PyPI', 'pypi'],
  ['RubyGems', 'gem'],
  ['Ubuntu', 'deb'],
]);

/**
 * `osv-scanner.toml`: vulnerabilities that are ignored, and packages whose vulnerabilities are.
 *
 * out     overrides of licenses are refused, and those that name a group
 * source  OSV-Scanner, docs/configuration.md
 */
export function readOsvIgnore(text: string): IgnoreReading {
  const toml = readToml(text);
  if ('problem' in toml) return { entries: [], refused: [{ line: toml.problem.line, detail: toml.problem.message }] };
  const read = (name: string, of: (item: unknown) => Omit<IgnoreEntry, 'line'> | string) => {
    const lines = linesOfTables(text, name);
    return listAt(toml.value, name).map((item, index) => ({ line: lines[index] ?? 1, read: of(item) }));
  };
  const all = [...read('IgnoredVulns', readVulnerability), ...read('PackageOverrides', readPackage)];
  return {
    entries: all.flatMap(({ line, read: entry }) => (typeof entry === 'string' ? [] : [{ ...entry, line }])),
    refused: all.flatMap(({ line, read: entry }) => (typeof entry === 'string' ? [{ line, detail: entry }] : [])),
  };
}

function readVulnerability(item: unknown): Omit<IgnoreEntry, 'line'> | string {
  const id = textAt(item, 'id');
  if (id === undefined) return 'it names no vulnerability';
  return withEnd(item, 'ignoreUntil', { vulnerabilities: [id], packages: [] });
}

function readPackage(item: unknown): Omit<IgnoreEntry, 'line'> | string {
  const [name, version, ecosystem, group] = ['name', 'version', 'ecosystem', 'group'].map((key) => textAt(item, key));
  if (memberAt(item, 'ignore') !== true && memberAt(item, 'vulnerability', 'ignore') !== true)
    return 'it ignores no vulnerability';
  if (group !== undefined) return `the group ${group} cannot be said here`;
  if (name === undefined && ecosystem === undefined) return 'it names no package';
  const type = ecosystem === undefined ? undefined : purlTypes.get(ecosystem.split(':', 1)[0] ?? '');
  if (ecosystem !== undefined && type === undefined) return `packages of ${ecosystem} are not known here`;
  const path = type === 'maven' ? (name ?? '*').replace(':', '/') : (name ?? '*');
  const whole = `${type === undefined ? '' : `pkg:${type}/`}${path}${version === undefined ? '' : `@${version}`}`;
  return withEnd(item, 'effectiveUntil', { vulnerabilities: [], packages: [whole] });
}

function withEnd(item: unknown, key: string, entry: Omit<IgnoreEntry, 'line'>): Omit<IgnoreEntry, 'line'> | string {
  const until = isObject(item) ? item[key] : undefined;
  const stated = until instanceof Date ? until.toISOString() : typeof until === 'string' ? until : undefined;
  const expires = stated === undefined ? undefined : untilInstant(stated);
  if (stated !== undefined && !expires) return `${stated} is no date`;
  const reason = textAt(item, 'reason');
  return { ...entry, ...(expires && { expires }), ...(reason !== undefined && { reason }) };
}
