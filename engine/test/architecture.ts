import { dirname, join } from 'node:path';

const floors: Readonly<Record<string, readonly string[]>> = {
  gather: ['sources', 'images', 'packages', 'advisories', 'scans'],
  judge: ['matches', 'findings', 'reconciliation', 'exposure', 'hardening', 'reach', 'rights', 'signatures', 'tenancy', 'triage'],
  compare: ['releases', 'remediation', 'removal'],
  tell: ['reports', 'tickets'],
};
const stages = Object.entries(floors).flatMap(([floor, names]) => names.map((name) => `${floor}/${name}`));
const words = ['model', 'formats', 'versions'];

/** Room → rooms that it may import. Itself is implied. Nothing else is allowed. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  formats: ['model'],
  versions: ['model'],
  ...Object.fromEntries(stages.map((stage) => [stage, words])),
  pipeline: [...words, ...stages],
  store: [...words, ...stages, 'pipeline'],
  adapters: [...words, ...stages, 'pipeline'],
  server: [...words, ...stages, 'pipeline', 'store', 'adapters'],
  cli: [...words, ...stages, 'pipeline', 'store', 'adapters', 'server'],
  bin: ['cli'],
};

/** Rooms that compute and nothing else, and the Node modules that are mere computation. */
const pure = new Set([...words, ...stages, 'pipeline']);
const computing = new Set(['node:zlib', 'node:crypto', 'node:buffer', 'node:path/posix']);
const forbidden = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bfetch\s*\(|\bprocess\s*\.|\bglobalThis\b/;

/** Third-party package → rooms that may import it. Each has its line in `docs/adr/0003-dependencies.md`. */
const dependencies: Readonly<Record<string, readonly string[]>> = {
  '@sigstore/bundle': ['formats'],
  '@sigstore/verify': ['formats', 'judge/signatures'],
  'ae-cvss-calculator': ['formats'],
  commander: ['cli'],
  echarts: ['tell/reports'],
  highs: ['compare/remediation'],
  'js-yaml': ['formats'],
  'packageurl-js': ['formats'],
  saxes: ['formats'],
  'smol-toml': ['formats'],
  'spdx-expression-parse': ['formats'],
  'spdx-satisfies': ['formats'],
  'write-excel-file': ['tell/reports'],
  yaml: ['formats'],
  zod: ['formats', 'pipeline', 'gather/images', 'gather/advisories', 'compare/releases'],
};

/** Families whose units may not know each other. */
const families = new Set([
  'versions',
  'gather/sources',
  'gather/packages',
  'gather/advisories',
  'gather/scans',
  'judge/hardening',
  'tell/reports',
  'tell/tickets',
]);

/**
 * The rules of `docs/architecture.md` that one file breaks, as sentences.
 *
 * in      path relative to `engine/`, `/` separators; its text
 * out     empty when it keeps them all
 */
export function architectureFaults(path: string, text: string): readonly string[] {
  const room = roomOf(path);
  const allowed = mayImport[room];
  if (!allowed) return [`${room}/ is not in the table; add it on purpose`];
  const code = withoutComments(text);
  const faults = importsOf(code).flatMap((target) => importFaults(path, target));
  if (pure.has(room) && forbidden.test(withoutStrings(code)))
    faults.push(`${room}/ is pure and may not use the clock, chance, the network or the process`);
  return faults;
}

function importFaults(path: string, target: string): string[] {
  const room = roomOf(path);
  if (!target.startsWith('.')) return outsideFaults(room, target);
  const resolved = join(dirname(path), target).replaceAll('\\', '/');
  const to = roomOf(resolved);
  if (to !== room && !mayImport[room]?.includes(to)) return [`${room}/ may not import ${to}/`];
  const from = unitOf(path);
  const other = unitOf(resolved);
  if (from && other && from !== other)
    return [`unit ${from} may not import unit ${other}; move what they share up to ${room}/ or formats/`];
  return [];
}

function outsideFaults(room: string, target: string): string[] {
  if (target.startsWith('node:')) {
    const ok = !pure.has(room) || computing.has(target) || (room === 'formats' && target === 'node:sqlite');
    return ok ? [] : [`${room}/ is pure and may not import ${target}`];
  }
  const name = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
  const rooms = dependencies[name];
  if (!rooms) return [`${name} is not in the table of dependencies; a new one needs an ADR`];
  return rooms.includes(room) ? [] : [`${room}/ may not import ${name}; it is for ${rooms.join(', ')}`];
}

const importForms = [
  /\b(?:import|export)\b[^'"`;()]*?\bfrom\s*(['"])([^'"\n]+)\1/g,
  /\bimport\s*(['"])([^'"\n]+)\1/g,
  /\bimport\s*\(\s*(['"`])([^'"`\n]+)\1/g,
];

/** Every module that a text names: static, re-exporting, bare and dynamic imports. */
function importsOf(code: string): string[] {
  return importForms.flatMap((form) => [...code.matchAll(form)].map(([, , target = '']) => target));
}

function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first in floors ? `${first}/${second}` : first;
}

/** `versions/dpkg` for `versions/dpkg/dpkg.ts`; undefined for files that lie in the family's own folder. */
function unitOf(path: string): string | undefined {
  const room = roomOf(path);
  const rest = path.slice(room.length + 1).split('/');
  return families.has(room) && rest.length > 1 ? `${room}/${rest[0]}` : undefined;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');
}

function withoutStrings(code: string): string {
  return code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}
