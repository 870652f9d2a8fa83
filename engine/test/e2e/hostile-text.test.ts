import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeZip } from '../../formats/zip/write-zip.ts';
import { assertClean, assertRefused, assertTold, makeHostileWorld } from '../hostile-world.ts';
import { gaugeAdvisory } from '../sample-debian.ts';

const world = await makeHostileWorld('hostile-text');
after(() => world.folders.remove());

/** Ten lists of ten of the one before: a thousand million values. */
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from('bcdefghi', (name) => {
    const before = String.fromCharCode(name.charCodeAt(0) - 1);
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`;
  }),
].join('\n');
const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: "${image}" }] }\n`;
const good = pod('registry.example/good:1');

type Files = Readonly<Record<string, string | Uint8Array>>;
const manifests: readonly (readonly [name: string, files: Files, says: RegExp])[] = [
  [
    'that is not UTF-8',
    { 'm/a.yaml': Buffer.concat([Buffer.from(`${good}# `), Buffer.of(0xff, 0xfe, 0xc3)]) },
    /m\/a\.yaml.*UTF-8/,
  ],
  ['whose anchors explode', { 'm/a.yaml': bomb }, /m\/a\.yaml/],
  ['with lists too deep', { 'm/a.yaml': `a: ${'['.repeat(100_000)}` }, /m\/a\.yaml/],
  ['with a tab', { 'm/a.yaml': 'spec:\n\tcontainers: []\n' }, /m\/a\.yaml/],
  ['that breaks off', { 'm/a.yaml': 'apiVersion: v1\nkind: Pod\nspec: { containers: [' }, /m\/a\.yaml/],
  ['in JSON that breaks off', { 'm/a.json': '{"apiVersion": "v1", "kind": "Pod", "spec": {' }, /m\/a\.json/],
  ['with an alias that is none', { 'm/a.yaml': 'a: *nowhere\n' }, /m\/a\.yaml/],
  ['beside a good document', { 'm/a.yaml': `${good}---\na: [\n---\n${good}` }, /m\/a\.yaml/],
];

for (const [name, files, says] of manifests) {
  test(`a manifest ${name} is told, and the good image is read`, async () => {
    assertTold(await world.scan({ files, sources: ['{ yaml: m }'] }), says);
  });
}

test('keys that JavaScript knows are only keys', async () => {
  const files = { 'm/a.yaml': `__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n---\n${good}` };
  assertClean(await world.scan({ files, sources: ['{ yaml: m }'] }));
});

const sources: readonly (readonly [name: string, source: string, files: Files, says: RegExp])[] = [
  ['a folder that is not there', '{ yaml: gone }', {}, /gone/],
  ['a kustomization that is not there', '{ kustomize: gone }', {}, /gone does not exist/],
  ['a chart that is not there', '{ helm: gone }', {}, /gone does not exist/],
  ['an image list that is not there', '{ image-list: gone.txt }', {}, /gone\.txt/],
  ['an image list with something else', '{ image-list: b.txt }', { 'b.txt': 'hello there!\n' }, /b\.txt/],
  [
    'a kustomization without its base',
    '{ kustomize: app }',
    { 'app/kustomization.yaml': 'resources: [gone.yaml]\n' },
    /app could not be rendered/,
  ],
  [
    'a chart that does not render',
    '{ helm: app }',
    { 'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n', 'app/templates/a.yaml': '{{ fail "no luck" }}' },
    /template-failed[\s\S]*app\/templates\/a\.yaml:1.*no luck/,
  ],
];

for (const [name, source, files, says] of sources) {
  test(`${name} is told, and the good image is read`, async () =>
    assertTold(await world.scan({ files, sources: [source] }), says));
}

const head = 'product: A\nversion: "1"\n';
const configurations: readonly (readonly [name: string, text: string | Uint8Array, says: RegExp])[] = [
  ['an unknown key', `${head}source: []\n`, /plimsoll\.yaml:3:1: `source` is not a key here; did you mean `sources`\?/],
  ['an unknown key inside', `${head}sources: [{ yaml: . }]\nlimits: { layerByte: 1 }\n`, /plimsoll\.yaml:4:11: `layerByte`/],
  ['a limit that is none', `${head}sources: [{ yaml: . }]\nlimits: { layerBytes: -1 }\n`, /plimsoll\.yaml:4:\d+:/],
  ['anchors that explode', `${head}sources: [{ yaml: . }]\n${bomb}\n`, /plimsoll\.yaml/],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from(`${head}sources: [{ yaml: "`), Buffer.of(0xff, 0xfe), Buffer.from('" }]\n')]),
    /plimsoll\.yaml.*UTF-8/,
  ],
  ['nothing', '', /plimsoll\.yaml/],
  ['a list', '- a\n', /plimsoll\.yaml/],
  ['a broken text', `${head}sources: [\n`, /plimsoll\.yaml:\d+:\d+:/],
];

for (const [name, text, says] of configurations) {
  test(`a configuration with ${name} is refused`, async () => {
    const at = world.folders.place({ 'plimsoll.yaml': text, 'a.yaml': good });
    assertRefused(await world.folders.run(at, 'scan', '--database', world.database), says);
  });
}

const osv = JSON.stringify({ ...gaugeAdvisory, id: 'DEBIAN-CVE-2026-0002' });
const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2);
const feeds: readonly (readonly [name: string, files: Files, says: RegExp])[] = [
  ['an advisory that is not OSV', { 'b.json': '{"advisory": "CVE-2026-0003", "severity": "bad"}' }, /Passed over.*b\.json/],
  ['JSON that breaks off', { 'b.json': '{"id": "CVE-2026-0003", "affected": [' }, /b\.json/],
  ['JSON that is too deep', { 'b.json': '['.repeat(200_000) }, /b\.json/],
  ['bytes', { 'b.json': Buffer.alloc(1000, 0xff) }, /b\.json/],
  ['a line that is broken', { 'b.jsonl': `${osv}\n{"id":\n` }, /b\.jsonl.*2|2.*b\.jsonl/],
  ['gzip that breaks off', { 'b.jsonl.gz': half(gzipSync(`${osv}\n`.repeat(50))) }, /b\.jsonl\.gz/],
  ['a zip that breaks off', { 'b.zip': half(writeZip([{ name: 'a.json', bytes: osv }])) }, /b\.zip/],
  [
    'affected packages that are none',
    { 'b.json': JSON.stringify({ ...gaugeAdvisory, id: 'X-1', affected: ['gauge'] }) },
    /b\.json/,
  ],
];

for (const [name, files, says] of feeds) {
  test(`${name} is told, and the advisories beside it are imported`, async () => {
    const at = world.folders.place({ 'feed/a.json': osv, ...prefixed(files) });
    const { code, stdout, stderr } = await world.folders.run(at, 'advisories', 'import', 'feed', '--database', 'a.db');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Read [12] records? of 2 files/);
    assert.match(stdout, says);
    assert.doesNotMatch(stdout + stderr, /^ +at |bug in Plimsoll/m);
  });

  test(`${name} alone leaves the database as it was`, async () => {
    const at = world.folders.place(prefixed(files));
    copyFileSync(world.database, join(at, 'a.db'));
    const { code, stderr } = await world.folders.run(at, 'advisories', 'import', 'feed', '--database', 'a.db');
    if (code === 0) return;
    assert.match(stderr, /^plimsoll: nothing was imported/);
    assert.deepEqual([code, readFileSync(join(at, 'a.db')).equals(readFileSync(world.database))], [2, true]);
  });
}

const databases: readonly (readonly [name: string, damage: (bytes: Uint8Array) => Uint8Array])[] = [
  ['half of one', half],
  ['of zeros', (bytes) => new Uint8Array(bytes.length)],
  ['empty', () => new Uint8Array()],
  [
    'overwritten in the middle',
    (bytes) => Uint8Array.from(bytes, (byte, index) => (index > 4096 && index < bytes.length - 4096 ? 0xee : byte)),
  ],
];

for (const [name, damage] of databases) {
  test(`a database that is ${name} is refused`, async () => {
    const at = world.folders.place({ 'a.yaml': good });
    writeFileSync(join(at, 'a.db'), damage(readFileSync(world.database)));
    assertRefused(
      await world.folders.run(at, 'scan', 'a.yaml', '--offline', '--release-version', '1', '--database', 'a.db'),
      /a\.db/,
    );
  });
}

function prefixed(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`feed/${path}`, content]));
}
