import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { imagesSchema } from '../../../tools/docs/schemas/images.ts';
import { imagesDiffSchema } from '../../../tools/docs/schemas/images-diff.ts';
import { runPlimsoll } from '../run-plimsoll.ts';

const at = mkdtempSync(join(tmpdir(), 'plimsoll-against-'));
after(() => rmSync(at, { recursive: true }));

const configuration = `product: Tide
version: 1.0
sources: [{ image-list: images.txt }]
own: [r.example/tide]
`;
const [a, b] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}`);

before(async () => {
  writeFileSync(join(at, 'plimsoll.yaml'), configuration);
  writeFileSync(join(at, 'OWNERS'), 'approvers:\n- ann\n');
  writeFileSync(join(at, 'images.txt'), `r.example/tide/gauge:1\nr.example/tide/bell:1@${a}\nbusybox\n`);
  await run(['-f', 'json', '-o', 'old.json']);
  await runPlimsoll(['scan', '-q', '--offline', '-o', 'old.plimsoll'], {
    cwd: at,
    env: { XDG_CACHE_HOME: at, XDG_DATA_HOME: at },
  });
});

async function run(args: readonly string[]) {
  return runPlimsoll(['images', '-q', ...args], { cwd: at, env: { XDG_CACHE_HOME: at } });
}

test('the inventory cites owners, names identities and closes its ledger', async () => {
  const { stdout, code } = await run(['-f', 'json']);
  const { images, coverage } = imagesSchema.parse(JSON.parse(stdout));
  assert.equal(code, 0);
  assert.deepEqual(images[0]?.ownership, [{ owner: 'ann', from: 'owners-file', file: 'OWNERS', line: 2 }]);
  assert.deepEqual(
    images.map(({ party, identity }) => [party, identity?.pin]),
    [
      ['third-party', 'mutable-tag'],
      ['own', 'digest'],
      ['own', 'tag'],
    ],
  );
  assert.equal(coverage?.references.read, 3);
});

for (const older of ['old.json', 'old.plimsoll']) {
  test(`--against ${older}: itself, then what changed`, async () => {
    const itself = imagesDiffSchema.parse(JSON.parse((await run(['--against', older, '-f', 'json'])).stdout));
    assert.deepEqual([itself.same, itself.added, itself.removed, itself.moved], [3, [], [], []]);
    writeFileSync(join(at, 'new.txt'), `r.example/tide/gauge:2\nr.example/tide/bell:1@${b}\nq.io/lamp:1\n`);
    writeFileSync(join(at, 'new.yaml'), configuration.replace('images.txt', 'new.txt'));
    const { stdout } = await run(['-c', 'new.yaml', '--against', older]);
    for (const text of [
      '3 → 3 images: 0 the same, 2 moved, 1 added, 1 removed',
      'The same tag, and another image (1)',
      'tag 1 → 2',
    ])
      assert.ok(stdout.includes(text), stdout);
  });
}

const wrong: readonly (readonly [name: string, file: string, says: RegExp])[] = [
  ['nothing', 'nowhere.plimsoll', /nowhere\.plimsoll does not exist/],
  ['another file', 'images.txt', /images\.txt is not a release record/],
  ['another document', 'other.json', /other\.json is neither a release record nor/],
];
for (const [name, file, says] of wrong) {
  test(`--against ${name} is refused`, async () => {
    writeFileSync(join(at, 'other.json'), '{"schema":"x"}');
    const { code, stderr } = await run(['--against', file]);
    assert.equal(code, 2);
    assert.match(stderr, says);
  });
}
