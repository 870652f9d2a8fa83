import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageType } from '../../model/package.ts';

/** The program that keeps a kind of package, asked what is installed below a root. */
export interface Referee {
  /** As a person would call it. */
  readonly tool: string;
  readonly type: PackageType;
  /** Whether it is on this machine. */
  isHere(): boolean;
  /** Which of our places it speaks of; the same for the files that it is asked about. */
  speaksOf(path: string): boolean;
  /** `name version`, each once. */
  list(root: string, ourPaths: readonly string[]): readonly string[];
}

const runs =
  (tool: string, ...args: readonly string[]) =>
  () =>
    spawnSync(tool, args).status === 0;
const output = (tool: string, args: readonly string[], cwd?: string) =>
  spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...(cwd !== undefined && { cwd }) }).stdout ?? '';
const linesOf = (text: string) => text.split('\n').filter(Boolean);
const rpmFolders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
const rpmBackends = [
  ['rpmdb.sqlite', 'sqlite'],
  ['Packages.db', 'ndb'],
  ['Packages', 'bdb_ro'],
] as const;
const sitePackages = /(?:^|\/)(?:site|dist)-packages\//;
const folderOfModules = /^(.*?)\/?node_modules\//;

/** In the order that the ledger lists them. */
export const referees: readonly Referee[] = [
  {
    tool: 'dpkg-query -W',
    type: 'deb',
    isHere: runs('dpkg-query', '--version'),
    speaksOf: (path) => path === 'var/lib/dpkg/status',
    list(root) {
      if (!existsSync(join(root, 'var/lib/dpkg/status'))) return [];
      const format = ['Package', 'Version', 'db:Status-Status\n'].map((field) => field.replace(/[^\n]+/, '$${$&}')).join(' ');
      const rows = linesOf(output('dpkg-query', [`--admindir=${root}/var/lib/dpkg`, '-W', '-f', format]));
      return rows.filter((row) => row.endsWith(' installed')).map((row) => row.replace(/ installed$/, ''));
    },
  },
  {
    tool: 'rpm -qa',
    type: 'rpm',
    isHere: runs('rpm', '--version'),
    speaksOf: () => true,
    list(root) {
      const found = rpmFolders.flatMap((folder) => rpmBackends.map(([file, backend]) => ({ folder, file, backend })));
      const place = found.find(({ folder, file }) => existsSync(join(root, folder, file)));
      if (!place) return [];
      const format = '%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\n';
      const backend = ['--define', `_db_backend ${place.backend}`];
      const rows = linesOf(output('rpm', ['--dbpath', join(root, place.folder), ...backend, '-qa', '--qf', format]));
      return rows.filter((row) => !row.startsWith('gpg-pubkey ')).map((row) => row.replace(' 0:', ' '));
    },
  },
  {
    tool: 'pip list',
    type: 'pypi',
    isHere: runs('python3', '-m', 'pip', '--version'),
    speaksOf: (path) => sitePackages.test(path) && !path.includes('/_vendor/'),
    list(root) {
      const folders = globSync('**/{site,dist}-packages', { cwd: root }).filter((folder) => !folder.includes('site-packages/'));
      return folders.flatMap((folder) => {
        const listed = output('python3', [
          '-m',
          'pip',
          'list',
          '--disable-pip-version-check',
          '--format',
          'json',
          '--path',
          join(root, folder),
        ]);
        const rows: readonly { readonly name: string; readonly version: string }[] = JSON.parse(listed || '[]');
        return rows.map(({ name, version }) => `${name.toLowerCase().replace(/[-_.]+/g, '-')} ${version}`);
      });
    },
  },
  {
    tool: 'npm ls --all',
    type: 'npm',
    isHere: runs('npm', '--version'),
    speaksOf: (path) => folderOfModules.test(path),
    list(root, ourPaths) {
      const folders = new Set(ourPaths.map((path) => folderOfModules.exec(path)?.[1] ?? ''));
      return [...folders].flatMap((folder) =>
        namesIn(JSON.parse(output('npm', ['ls', '--all', '--json'], join(root, folder)) || '{}')),
      );
    },
  },
  {
    tool: 'go version -m',
    type: 'golang',
    isHere: runs('go', 'version'),
    speaksOf: () => true,
    list: (root, ourPaths) => ourPaths.flatMap((path) => modulesOf(output('go', ['version', '-m', join(root, path)]))),
  },
];

interface NpmTree {
  readonly version?: string;
  readonly missing?: boolean;
  readonly dependencies?: Readonly<Record<string, NpmTree>>;
}

function namesIn({ dependencies = {} }: NpmTree): readonly string[] {
  return Object.entries(dependencies).flatMap(([name, tree]) => [
    ...(tree.version !== undefined && !tree.missing ? [`${name} ${tree.version}`] : []),
    ...namesIn(tree),
  ]);
}

/** The standard library, the program's own module, and what it was built of, replacements in place of what they replace. */
function modulesOf(text: string): readonly string[] {
  const lines = linesOf(text);
  const [, library = ''] = /: (?:go(\d\S*))/.exec(lines[0] ?? '') ?? [];
  const found: string[] = library ? [`stdlib ${library}`] : [];
  for (const line of lines.slice(1)) {
    const [kind, name = '', version = ''] = line.trim().split('\t');
    if (kind === '=>') found.splice(-1, 1, `${name} ${version}`);
    else if (kind === 'mod' || kind === 'dep') found.push(`${name} ${version}`);
  }
  return found;
}
