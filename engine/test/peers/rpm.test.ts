import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { contentOf } from '../../formats/content.ts';
import { rpm } from '../../gather/packages/rpm/rpm.ts';

const fixtures = join(import.meta.dirname, '../../gather/packages/rpm/fixtures');
const missing = ['rpm', 'rpmbuild', 'gpg'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
const skip = missing.length > 0 ? `not installed: ${missing.join(', ')}` : false;
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rpm-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (tool: string, ...args: string[]) =>
  execFileSync(tool, args, {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { PATH: process.env.PATH, HOME: folder, SOURCE_DATE_EPOCH: '1704067200' },
  });
const inDatabase = (...args: string[]) => run('rpm', '--dbpath', join(folder, 'db'), ...args);

/** A database with the packages of the spec files in `fixtures` and one imported key. */
function makeDatabase(): Uint8Array {
  const defines = ['_topdir %{getenv:HOME}/top', '_buildhost build.example', 'use_source_date_epoch_as_buildtime 1'];
  for (const spec of globSync(join(fixtures, '*.spec')))
    run('rpmbuild', ...defines.flatMap((each) => ['--define', each]), '--target', 'x86_64', '-bb', spec);
  inDatabase('--initdb', '--define', '_db_backend sqlite');
  inDatabase(
    '-i',
    '--justdb',
    '--nodeps',
    '--ignorearch',
    '--ignoreos',
    ...globSync(join(folder, 'top/RPMS/*/*.rpm')).toSorted(),
  );
  run('gpg', '--batch', '--passphrase', '', '--quick-generate-key', 'Harbor <harbor@example.test>', 'rsa2048', 'sign', 'never');
  writeFileSync(join(folder, 'key.asc'), run('gpg', '--batch', '--armor', '--export'));
  inDatabase('--import', join(folder, 'key.asc'));
  return readFileSync(join(folder, 'db/rpmdb.sqlite'));
}

/** Small enough to check in: the same tables in pages of 512 bytes. */
function updateFixture(): void {
  const database = new DatabaseSync(join(folder, 'db/rpmdb.sqlite'));
  database.exec('PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM');
  database.close();
  writeFileSync(join(fixtures, 'modular-and-plain.sqlite'), readFileSync(join(folder, 'db/rpmdb.sqlite')));
}

/** The same headers in a Berkeley DB hash, as rpm wrote it until 4.15; under 0 stands the last number given out. */
function makeBerkeleyDatabase(order: '1234' | '4321', pageBytes: number): string {
  const database = new DatabaseSync(join(fixtures, 'modular-and-plain.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT hnum, blob FROM Packages').all();
  database.close();
  const number = (value: number) => {
    const bytes = Buffer.alloc(4);
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, value, order === '1234');
    return ` ${bytes.toString('hex')}`;
  };
  const pairs = rows.flatMap(({ hnum, blob }) => [number(Number(hnum)), ` ${Buffer.from(blob as Uint8Array).toString('hex')}`]);
  const header = ['VERSION=3', 'format=bytevalue', 'type=hash', `db_lorder=${order}`, `db_pagesize=${pageBytes}`, 'HEADER=END'];
  const into = mkdtempSync(join(folder, 'berkeley-'));
  const input = [...header, number(0), number(rows.length), ...pairs, 'DATA=END', ''].join('\n');
  execFileSync('db5.3_load', [join(into, 'Packages')], { input });
  return into;
}

const withoutBerkeley = skip || (spawnSync('db5.3_load', ['-V']).status !== 0 && 'not installed: db5.3_load (db5.3-util)');
for (const [order, pageBytes] of [
  ['1234', 4096],
  ['4321', 512],
  ['1234', 65_536],
] as const) {
  test(`reads what \`rpm -qa\` lists of Berkeley DB: order ${order}, pages of ${pageBytes}`, { skip: withoutBerkeley }, () => {
    const at = makeBerkeleyDatabase(order, pageBytes);
    const { items, gaps } = rpm.read({ path: 'var/lib/rpm/Packages', content: contentOf(readFileSync(join(at, 'Packages'))) });
    const format = '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n';
    const listed = run('rpm', '--define', '_db_backend bdb_ro', '--dbpath', at, '-qa', '--qf', format)
      .split('\n')
      .filter(Boolean);
    const ours = items.map((each) => `${each.name} ${each.version}`);
    assert.deepEqual(ours.toSorted(), listed.filter((line) => !line.startsWith('gpg-pubkey')).toSorted());
    assert.ok(ours.length > 0);
    assert.deepEqual(gaps, []);
  });
}

test('reads what `rpm -qa` lists', { skip }, () => {
  const bytes = makeDatabase();
  const { items, gaps } = rpm.read({ path: 'var/lib/rpm/rpmdb.sqlite', content: contentOf(bytes) });
  const format = '%{NAME}|%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}|%{ARCH}|%{LICENSE}|%|MODULARITYLABEL?{%{MODULARITYLABEL}}|\n';
  const listed = inDatabase('-qa', '--qf', format).split('\n').filter(Boolean);
  const ours = items.map((each) => [each.name, each.version, each.architecture, each.license, each.module ?? ''].join('|'));
  assert.ok(
    listed.some((line) => line.startsWith('gpg-pubkey|')),
    'the database holds no key: the test shows less than it says',
  );
  assert.deepEqual(ours.toSorted(), listed.filter((line) => !line.startsWith('gpg-pubkey|')).toSorted());
  assert.deepEqual(gaps, []);
  if (process.env.PLIMSOLL_UPDATE) updateFixture();
});

test('files of a package are those that `rpm -ql` lists', { skip }, () => {
  const files = ['/usr/lib/node_modules/x/package.json', '/usr/bin/tool', '/etc/a b'];
  const spec = join(folder, 'filled.spec');
  const install = files.map((file) => `mkdir -p "%{buildroot}${join(file, '..')}"; echo x > "%{buildroot}${file}"`).join('\n');
  writeFileSync(
    spec,
    `Name: filled\nVersion: 1\nRelease: 1\nSummary: x\nLicense: MIT\nBuildArch: noarch\n%description\nx\n%install\n${install}\n%files\n%dir /usr/lib/node_modules\n${files.map((file) => `"${file}"`).join('\n')}\n`,
  );
  const top = join(folder, 'filled');
  const database = join(folder, 'filled-db');
  run('rpmbuild', '--define', `_topdir ${top}`, '-bb', spec);
  run('rpm', '--dbpath', database, '--initdb', '--define', '_db_backend sqlite');
  run(
    'rpm',
    '--dbpath',
    database,
    '-i',
    '--justdb',
    '--nodeps',
    '--ignorearch',
    '--ignoreos',
    ...globSync(join(top, 'RPMS/*/*.rpm')),
  );
  const listed = run('rpm', '--dbpath', database, '-ql', 'filled').split('\n').filter(Boolean);
  const content = contentOf(readFileSync(join(database, 'rpmdb.sqlite')));
  const { owned = [] } = rpm.read({ path: 'var/lib/rpm/rpmdb.sqlite', content });
  assert.deepEqual(owned.flatMap((each) => [...each.files].map((file) => `/${file}`)).toSorted(), listed.toSorted());
  assert.equal(listed.length, files.length + 1);
});
