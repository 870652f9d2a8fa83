import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { advisoryImportSchema, advisoryUpdateSchema } from '../../../tools/docs/schemas/advisory-import.ts';
import { advisoryStatusSchema } from '../../../tools/docs/schemas/advisory-status.ts';
import { writeZip } from '../../formats/zip/write-zip.ts';
import { type RunResult, runPlimsoll, startPlimsoll } from '../run-plimsoll.ts';
import { type FileServer, serveFiles, tagOf } from '../serve-files.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-update-'));
after(() => rmSync(root, { recursive: true, force: true }));
const open: FileServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

const record = (id: string, modified = '2099-01-01') => ({
  id,
  modified: `${modified}T00:00:00Z`,
  affected: [
    { package: { ecosystem: 'Go', name: `example.com/${id}` }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
  ],
});
const archive = (...ids: readonly string[]) =>
  writeZip(ids.map((id) => ({ name: `${id}.json`, bytes: JSON.stringify(record(id)) })));
const kev = JSON.stringify({
  catalogVersion: '1',
  vulnerabilities: [{ cveID: 'CVE-2099-1001', dateAdded: '2099-01-05', dueDate: '2099-01-26' }],
});
const epss = gzipSync('#model_version:v4,score_date:2099-01-06T00:00:00Z\ncve,epss,percentile\nCVE-2099-1001,0.5,0.9\n');

const kevPath = 'kev/known_exploited_vulnerabilities.json';
const goPath = 'osv/Go/all.zip';
const epssPath = 'epss/epss_scores-current.csv.gz';

async function mirror(files: Readonly<Record<string, string | Uint8Array>>): Promise<FileServer> {
  const server = await serveFiles(files);
  open.push(server);
  return server;
}

interface Place {
  readonly database: string;
  readonly run: (...args: readonly string[]) => Promise<RunResult>;
  readonly status: () => Promise<{
    snapshot: { id: string };
    advisories: Record<string, number>;
    fetched: { name: string }[];
    exploited: number;
  }>;
}

function place(): Place {
  const folder = mkdtempSync(join(root, 'case-'));
  const database = join(folder, 'advisories.db');
  const env = { XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder, NO_COLOR: '1' };
  const run = (...args: readonly string[]) => runPlimsoll(['advisories', ...args, '--database', database], { cwd: folder, env });
  return { database, run, status: async () => JSON.parse((await run('status', '-f', 'json')).stdout) };
}

test('what is new is fetched and imported; what is the same is asked for and not sent again', async () => {
  const server = await mirror({ [kevPath]: kev, [epssPath]: epss, [goPath]: archive('GO-1', 'GO-2') });
  const { run, status } = place();
  const first = await run('update', 'kev', 'epss', 'osv:Go', '--from', server.url);
  assert.equal(first.code, 0, first.stderr);
  const { advisories, exploited, fetched, snapshot } = await status();
  assert.deepEqual([advisories, exploited, fetched.map(({ name }) => name)], [{ go: 2 }, 1, ['epss', 'kev', 'osv:Go']]);
  server.log.length = 0;
  const again = await run('update', 'kev', 'epss', 'osv:Go', '--from', server.url);
  assert.match(again.stdout, /Fetched 0 of 3 files/);
  assert.deepEqual(
    server.log.filter((line) => !line.includes('SHA256SUMS')).map((line) => line.split(' ')[1]),
    ['304', '304', '304'],
  );
  assert.equal((await status()).snapshot.id, snapshot.id);
  server.files.set(goPath, { bytes: archive('GO-1', 'GO-2', 'GO-3') });
  const third = await run('update', 'kev', 'epss', 'osv:Go', '--from', server.url);
  assert.match(third.stdout, /Fetched 1 of 3 files[\s\S]*go +1 +0 +0 +0/);
});

test('a file that was cut off is gone on with where it ended', async () => {
  const bytes = archive(...Array.from({ length: 400 }, (_, index) => `GO-${index}`));
  const server = await mirror({ [goPath]: bytes });
  const { database, run, status } = place();
  let cuts = 0;
  server.handler = (_, response, content) => {
    cuts += 1;
    // What has come and is not read yet is lost with the connection.
    return cuts === 1 && halfOf(response, content, () => untilBegun(database));
  };
  const { code, stderr } = await run('update', 'osv:Go', '--from', server.url);
  assert.equal(code, 0, stderr);
  const asked = server.log.filter((line) => line.startsWith(goPath));
  assert.equal(asked.length, 2);
  assert.match(asked[1] ?? '', / 206 bytes=[1-9]\d*-$/);
  assert.deepEqual((await status()).advisories, { go: 400 });
});

test('an update that is killed in the middle leaves the database whole, and the next goes on', async () => {
  const server = await mirror({ [goPath]: archive('GO-1') });
  const { database, run, status } = place();
  await run('update', 'osv:Go', '--from', server.url);
  const before = readFileSync(database);
  const bytes = archive(...Array.from({ length: 400 }, (_, index) => `GO-${index}`));
  server.files.set(goPath, { bytes });
  const halted = Promise.withResolvers<void>();
  server.handler = (_, response, content) => {
    response.writeHead(200, { etag: '"one"', 'content-length': content.length });
    response.write(content.subarray(0, content.length / 2), () => halted.resolve());
    return true;
  };
  const { child, ended } = startPlimsoll(['advisories', 'update', 'osv:Go', '--from', server.url, '--database', database]);
  await halted.promise;
  await untilBegun(database);
  child.kill('SIGKILL');
  await ended;
  assert.deepEqual(readFileSync(database), before);
  server.handler = undefined;
  const { code, stderr } = await run('update', 'osv:Go', '--from', server.url);
  assert.equal(code, 0, stderr);
  assert.deepEqual((await status()).advisories, { go: 400 });
});

test('a file that is not what the list of digests says is refused, and what was there stays', async () => {
  const bytes = archive('GO-1');
  const sums = (of: Uint8Array) => `${createHash('sha256').update(of).digest('hex')}  Go/all.zip\n`;
  const server = await mirror({ [goPath]: bytes, 'osv/SHA256SUMS': sums(bytes), [kevPath]: kev });
  const { run, status } = place();
  assert.equal((await run('update', 'osv:Go', 'kev', '--from', server.url)).code, 0);
  const { snapshot } = await status();
  server.files.set(goPath, { bytes: archive('GO-1', 'GO-2') });
  server.files.set('osv/SHA256SUMS', { bytes: Buffer.from(sums(archive('GO-3'))) });
  const { code, stdout } = await run('update', 'osv:Go', 'kev', '--from', server.url);
  assert.equal(code, 3);
  assert.match(stdout, /Not fetched \(1\)\n.*its digest is [0-9a-f]{64}, and [0-9a-f]{64} was stated/);
  assert.equal((await status()).snapshot.id, snapshot.id);
});

const refused: readonly { name: string; answer: (response: ServerResponse, url: string) => void; says: RegExp }[] = [
  { name: 'says that it is not there', answer: (response) => response.writeHead(404).end(), says: /the answer was 404/ },
  { name: 'forbids it', answer: (response) => response.writeHead(403).end(), says: /the answer was 403/ },
  {
    name: 'leads round in circles',
    answer: (response, url) => response.writeHead(302, { location: url }).end(),
    says: /is not followed/,
  },
  { name: 'cuts every answer', answer: (response) => void halfOf(response, archive('GO-1')), says: /Nothing was fetched/ },
];

for (const { name, answer, says } of refused)
  test(`a mirror that ${name} is a fault, and nothing is made`, async () => {
    const server = await mirror({ [goPath]: archive('GO-1') });
    server.handler = (request, response) => {
      if (request.url?.endsWith('SHA256SUMS')) return false;
      answer(response, `${server.url}${request.url?.slice(1)}`);
      return true;
    };
    const { database, run } = place();
    const { code, stderr } = await run('update', 'osv:Go', '--from', server.url);
    assert.equal(code, 2);
    assert.match(stderr, says);
    assert.ok(!existsSync(database));
  });

test('one source that fails is told, and the others are imported', async () => {
  const server = await mirror({ [kevPath]: kev });
  const { run, status } = place();
  const { code, stdout } = await run('update', 'osv:Go', 'kev', '--from', server.url);
  assert.equal(code, 3);
  assert.match(stdout, /Not fetched \(1\)\n {2}http:.*osv\/Go\/all\.zip: the answer was 404/);
  assert.equal((await status()).exploited, 1);
});

test('mirrors and sources come from the configuration', async () => {
  const server = await mirror({ 'bucket/Go/all.zip': archive('GO-1'), 'cisa/known_exploited_vulnerabilities.json': kev });
  const { run, status, database } = place();
  const configuration = `product: Tide\nsources: [{ yaml: . }]\nadvisories:\n  sources: [kev, "osv:Go"]\n  mirrors: { osv: "${server.url}bucket", kev: "${server.url}cisa/" }\n`;
  const config = join(database, '../plimsoll.yaml');
  writeFileSync(config, configuration);
  const { code, stderr } = await run('update', '--config', config);
  assert.equal(code, 0, stderr);
  assert.deepEqual([(await status()).advisories, (await status()).exploited], [{ go: 1 }, 1]);
});

test('a CSAF directory is read by its list of changes, and only what changed is asked for', async () => {
  const vex = (cve: string) =>
    JSON.stringify({
      document: {
        csaf_version: '2.0',
        category: 'csaf_vex',
        publisher: { name: 'SUSE Product Security Team' },
        tracking: { id: cve, current_release_date: '2099-01-01T00:00:00Z' },
      },
      vulnerabilities: [{ cve }],
    });
  const changes = (...rows: readonly string[]) => rows.map((row) => `"${row}.json","2099-01-01T00:00:00Z"\n`).join('');
  const server = await mirror({ 'suse/changes.csv': changes('cve-2099-1001'), 'suse/cve-2099-1001.json': vex('CVE-2099-1001') });
  const dated = (bytes: string) => ({ bytes: Buffer.from(bytes), lastModified: 'Thu, 01 Jan 2099 00:00:00 GMT' });
  server.files.set('suse/cve-2099-1001.json', dated(vex('CVE-2099-1001')));
  const { run, status } = place();
  await run('update', 'suse', '--from', server.url);
  server.files.set('suse/changes.csv', { bytes: Buffer.from(changes('cve-2099-1002', 'cve-2099-1001')) });
  server.files.set('suse/cve-2099-1002.json', dated(vex('CVE-2099-1002')));
  server.log.length = 0;
  const { code, stderr } = await run('update', 'suse', '--from', server.url);
  assert.equal(code, 0, stderr);
  assert.deepEqual(server.log, ['suse/SHA256SUMS 404', 'suse/changes.csv 200', 'suse/cve-2099-1002.json 200']);
  assert.deepEqual((await status()).advisories, { suse: 2 });
});

test('a list of changes that leads elsewhere is refused', async () => {
  const server = await mirror({ 'suse/changes.csv': '"../../etc/passwd","2099-01-01T00:00:00Z"\n' });
  const { code, stderr } = await place().run('update', 'suse', '--from', server.url);
  assert.equal(code, 2);
  assert.match(stderr, /lists no files that can be fetched/);
});

test('a pack goes over the gap: packed here, shown there, imported there', async () => {
  const [here, there] = [place(), place()];
  const feeds = mkdtempSync(join(root, 'feeds-'));
  writeFileSync(join(feeds, 'all.zip'), archive('GO-1', 'GO-2'));
  writeFileSync(join(feeds, 'kev.json'), kev);
  await here.run('import', feeds);
  const pack = join(feeds, '../advisories.plimsoll-pack');
  const packed = await here.run('pack', '-o', pack);
  assert.equal(packed.code, 0, packed.stderr);
  assert.equal(packed.stdout.slice(0, 64), createHash('sha256').update(readFileSync(pack)).digest('hex'));
  const dry = await there.run('import', '--dry-run', pack);
  assert.match(dry.stdout, /stays as it is[\s\S]*go +2 +0 +0 +0/);
  assert.ok(!existsSync(there.database));
  await there.run('import', pack, '--keep');
  assert.equal((await there.status()).snapshot.id, (await here.status()).snapshot.id);
  const kept = await there.run('snapshots');
  assert.match(kept.stdout, /2099-01-05/);
  const server = await mirror({ 'advisories.plimsoll-pack': readFileSync(pack) });
  const third = place();
  assert.equal((await third.run('update', '--from', `${server.url}advisories.plimsoll-pack`)).code, 0);
  assert.equal((await third.status()).snapshot.id, (await here.status()).snapshot.id);
});

test('what programs are told keeps to its schemas', async () => {
  const server = await mirror({ [kevPath]: kev, [epssPath]: epss });
  const { run } = place();
  const parsed = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await run(...args, '-f', 'json')).stdout);
  const feeds = mkdtempSync(join(root, 'feeds-'));
  writeFileSync(join(feeds, 'kev.json'), kev);
  advisoryImportSchema.parse(await parsed('import', '--dry-run', feeds));
  advisoryUpdateSchema.parse(await parsed('update', 'kev', 'epss', '--from', server.url));
  advisoryUpdateSchema.parse(await parsed('update', 'kev', 'epss', '--from', server.url));
  advisoryStatusSchema.parse(await parsed('status'));
});

test('an old database says so, and fails where an age is asked for', async () => {
  const { run, database } = place();
  const feeds = mkdtempSync(join(root, 'feeds-'));
  writeFileSync(join(feeds, 'kev.json'), kev);
  await run('import', feeds);
  const old = await run('status', '--now', '2099-02-01');
  assert.equal(old.code, 0);
  assert.match(old.stdout, /27 d old\nOld: the newest record: 27 days/);
  assert.equal((await run('status', '--now', '2099-02-01', '--max-age', '7')).code, 3);
  assert.equal((await run('status', '--now', '2099-01-06', '--max-age', '7')).code, 0);
  assert.deepEqual(readdirSync(join(database, '..')), ['advisories.db']);
});

test('offline it refuses, and a source that is none is told', async () => {
  const { run } = place();
  assert.match((await run('update', '--offline')).stderr, /cannot be fetched offline/);
  assert.match((await run('update', 'rumors')).stderr, /rumors is no source of advisories; there are kev, epss, debian, osv/);
  assert.match((await run('update', '--from', 'ftp://a')).stderr, /is no address of a mirror/);
});

/** Half of it, and nothing more once a while has passed. */
function halfOf(response: ServerResponse, bytes: Uint8Array, passed: () => Promise<void> = () => setTimeout(50)): boolean {
  response.writeHead(200, { etag: tagOf(bytes), 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => void passed().then(() => response.destroy()));
  return true;
}

/** Waits until a part of the archive is written down, a minute at most. */
async function untilBegun(database: string): Promise<void> {
  const part = join(`${database}.feeds`, 'osv/Go/all.zip.part');
  for (let tries = 0; tries < 6000 && (!existsSync(part) || statSync(part).size === 0); tries += 1) await setTimeout(10);
}
