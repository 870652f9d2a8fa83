import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { contentOf } from '../content.ts';
import { type BoltBucket, readBolt } from './read-bolt.ts';

/** Written by containerd 1.6.20: 62 images in one namespace, two in another, some more that were removed. */
const whole = gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures/containerd-1.6.20.db.gz')));
const pageBytes = 4096;
const read = (bytes: Uint8Array) => readBolt(contentOf(bytes), () => true);

function at(bucket: BoltBucket | undefined, ...path: readonly string[]): BoltBucket | undefined {
  return path.reduce<BoltBucket | undefined>((inner, key) => inner?.buckets.get(key), bucket);
}

const images = (bytes: Uint8Array) => [...(at(read(bytes).root, 'v1', 'k8s.io', 'images')?.buckets.keys() ?? [])];
const expected = [
  'docker.io/library/one:1',
  'registry.example/team/both:2',
  ...Array.from({ length: 91 }, (_, index) => index).flatMap((index) =>
    index % 3 === 0 ? [] : [`registry.example/team/tag-${100 + index}:1`],
  ),
];

test('reads a database of containerd, through branches and buckets inside buckets', () => {
  const { root, troubles } = read(whole);
  assert.deepEqual(troubles, []);
  assert.deepEqual(images(whole), expected);
  const target = at(root, 'v1', 'default', 'images', 'docker.io/library/one:1', 'target');
  const [digest, mediaType] = ['digest', 'mediatype'].map((key) => Buffer.from(target?.values.get(key) ?? []).toString());
  assert.match(digest ?? '', /^sha256:[0-9a-f]{64}$/);
  assert.equal(mediaType, 'application/vnd.oci.image.manifest.v1+json');
});

test('buckets that nobody wants are not read', () => {
  const { root } = readBolt(contentOf(whole), (path) => path[0] === 'v1' && (path[1] ?? 'default') === 'default');
  assert.deepEqual([...(at(root, 'v1')?.buckets.keys() ?? [])], ['default']);
});

/** A copy in which something was changed. */
function changed(change: (bytes: Buffer) => void): Uint8Array {
  const copy = Buffer.from(whole);
  change(copy);
  return copy;
}

/** The page of the newest root, and the first page that a branch points to. */
const newest = [0, pageBytes].toSorted((one, other) =>
  Number(whole.readBigUInt64LE(other + 64) - whole.readBigUInt64LE(one + 64)),
)[0] as number;
const rootPage = Number(whole.readBigUInt64LE(newest + 32));
const branch = Array.from({ length: whole.length / pageBytes }, (_, page) => page).find(
  (page) =>
    page > 1 && whole.readUInt16LE(page * pageBytes + 8) === 1 && Number(whole.readBigUInt64LE(page * pageBytes)) === page,
) as number;

test('one damaged meta page is passed over', () => {
  for (const page of [0, 1]) {
    const bytes = changed((copy) => copy.fill(0, page * pageBytes, page * pageBytes + 64));
    assert.ok(images(bytes).length > 50);
  }
});

const damages: readonly (readonly [name: string, bytes: Uint8Array, says: RegExp])[] = [
  ['nothing', new Uint8Array(), /does not begin/],
  ['other bytes', new Uint8Array(20_000).fill(7), /does not begin/],
  ['both meta pages gone', changed((copy) => copy.fill(0, 0, 2 * pageBytes)), /does not begin/],
  ['a cut', whole.subarray(0, 3 * pageBytes), /is not in the file/],
  ['a root that is no tree', changed((copy) => copy.writeUInt16LE(16, rootPage * pageBytes + 8)), /no part of a tree/],
  ['an entry out of its page', changed((copy) => copy.writeUInt32LE(0xffff_ffff, rootPage * pageBytes + 20)), /leads out/],
  ['more entries than fit', changed((copy) => copy.writeUInt16LE(0xffff, rootPage * pageBytes + 10)), /./],
  [
    'a branch that leads to itself',
    changed((copy) => copy.writeBigUInt64LE(BigInt(branch), branch * pageBytes + 24)),
    /part of the tree twice/,
  ],
];

for (const [name, bytes, says] of damages) {
  test(`bolt with ${name} is told`, () => assert.match(read(bytes).troubles.join('; '), says));
}

test('property: any bytes give an answer', () => {
  const flipped = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }).map((flips) =>
    changed((copy) => {
      for (const [place, value] of flips) copy[place] = value;
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), flipped), (bytes) => void read(bytes)),
    { numRuns: 60 },
  );
});
