import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { affectedSchema } from '../../../tools/docs/schemas/affected.ts';
import { makeReleaseFolders } from '../release-folder.ts';
import { runPlimsoll } from '../run-plimsoll.ts';
import { SampleBlobs, sha256, tarOf } from '../sample-image.ts';

const folders = makeReleaseFolders('file-digests');
after(() => folders.remove());

const lodash = JSON.stringify({ name: 'lodash', version: '4.17.21' });
const base = tarOf({ 'bin/gauge': 'the program', 'etc/conf': 'old', 'app/node_modules/lodash/package.json': lodash });
const blobs = new SampleBlobs();
const images = {
  'registry.example/tide/gauge:1': blobs.image({ layers: [base, tarOf({ 'etc/conf': 'new' })] }),
  'registry.example/tide/gauge:2': blobs.image({ layers: [base.with(512, 'T'.charCodeAt(0))] }),
};
const layout = blobs.layoutFiles(
  Object.entries(images).map(([name, image]) => ({ ...image, annotations: { 'org.opencontainers.image.ref.name': name } })),
);
const pod = (tag: string) => `apiVersion: v1
kind: Pod
metadata: { name: gauge, namespace: tide }
spec: { containers: [{ name: c, image: "registry.example/tide/gauge:${tag}" }] }
`;
const configuration = (version: string) =>
  `product: Tide\nversion: "${version}"\nsources: [{ yaml: pod.yaml }]\nimages: [{ oci-layout: images }]\n`;
const folder = folders.place({
  'plimsoll.yaml': configuration('1'),
  'pod.yaml': pod('1'),
  ...Object.fromEntries(Object.entries(layout).map(([path, content]) => [`images/${path}`, content])),
});

const run = (...args: readonly string[]) => runPlimsoll(args, { cwd: folder, env: folders.env });
async function scan(name: string, ...args: readonly string[]): Promise<string> {
  const { stderr } = await run('scan', '--offline', '--now', `2026-01-0${name[0]}`, '-o', name, ...args);
  assert.match(stderr, /^Record: /m);
  return name;
}
async function ask(content: string, ...records: readonly string[]) {
  const { code, stdout } = await run('affected', sha256(Buffer.from(content)), ...records, '-f', 'json');
  return { code, ...affectedSchema.parse(JSON.parse(stdout)) };
}

const plain = await scan('1-plain.plimsoll');
const hashed = await scan('1.plimsoll', '--file-digests');
writeFileSync(join(folder, 'plimsoll.yaml'), `${configuration('2')}fileDigests: true\n`);
writeFileSync(join(folder, 'pod.yaml'), pod('2'));
const next = await scan('2.plimsoll');

test('a file is found in the images that it stands in, with what runs it and in which releases', async () => {
  const { code, answer, places } = await ask('the program', hashed, next);
  assert.deepEqual([code, answer], [0, 'yes']);
  assert.deepEqual(
    places.map(({ release, path, digestOf, workloads: [workload], since, fixedInRelease }) => ({
      ...{ release, path, digestOf, workload: workload?.name, since, fixedInRelease },
    })),
    [{ release: '1', path: 'bin/gauge', digestOf: 'file', workload: 'gauge', since: '1', fixedInRelease: '2' }],
  );
  const [conf, other] = [await ask('new', hashed, next), await ask(lodash, hashed)];
  assert.deepEqual([conf.places.map(({ path }) => path), other.places[0]?.purl], [['etc/conf'], 'pkg:npm/lodash@4.17.21']);
  assert.notEqual(conf.places[0]?.layer, places[0]?.layer);
});

test('no is said of a file that a later layer hides, and never without digests', async () => {
  const no = await ask('old', hashed);
  assert.deepEqual([no.code, no.answer, no.evidence.files], [0, 'no', { hashed: 4, total: 4, images: 1 }]);
  assert.deepEqual(
    (await ask('old', hashed, next)).places.map(({ release }) => release),
    ['2'],
  );
  const unknown = await ask('nothing', hashed, plain);
  assert.deepEqual([unknown.code, unknown.answer], [3, 'unknown']);
  assert.match(unknown.evidence.open.join(), /of 1 of 1 images the files have none/);
});

test('digests of layers are told from those of files, and others are refused', async () => {
  const [layer = ''] = (await ask('new', hashed)).places.map((place) => place.layer ?? '');
  assert.match((await run('affected', layer, hashed)).stdout, /: yes, the digest of a layer$/m);
  assert.match(
    (await run('affected', sha256(Buffer.from('new')), hashed)).stdout,
    /: yes, the digest of a file\n[\s\S]*etc\/conf/,
  );
  const { code, stderr } = await run('affected', 'a'.repeat(32), hashed);
  assert.deepEqual([code, stderr.split('\n', 1)[0]], [2, `plimsoll: \`${'a'.repeat(32)}\` is a digest by MD5`]);
});

test('what is read with digests and without is kept apart, and stays as it was', async () => {
  writeFileSync(join(folder, 'plimsoll.yaml'), configuration('1'));
  writeFileSync(join(folder, 'pod.yaml'), pod('1'));
  const again = [await scan('1-again.plimsoll'), await scan('1-hashed-again.plimsoll', '--file-digests')];
  const same = again.map((name, at) =>
    readFileSync(join(folder, name)).equals(readFileSync(join(folder, [plain, hashed][at] ?? ''))),
  );
  assert.deepEqual(same, [true, true]);
});

const sums = spawnSync('sha256sum', { input: 'the program', encoding: 'utf8' });
test('sha256sum gives the digits to ask with', { skip: sums.status === 0 ? false : 'there is no sha256sum' }, async () => {
  const line = sums.stdout.trim();
  assert.match((await run('affected', line, hashed)).stderr, /write the digest alone/);
  assert.match((await run('affected', line.split(' ', 1)[0] ?? '', hashed)).stdout, /bin\/gauge/);
});
