import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSbomStore } from './sbom-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sbom-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const bom = (name: string) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'container', name } },
    components: [{ type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1' }],
  });
mkdirSync(join(folder, 'sboms/inner'), { recursive: true });
writeFileSync(join(folder, 'sboms/one.json'), bom('r.example/one:1'));
writeFileSync(join(folder, 'sboms/inner/two.cdx'), bom('r.example/two:1'));
writeFileSync(join(folder, 'sboms/notes.md'), 'no SBOM');
writeFileSync(join(folder, 'broken.json'), '{');
const find = (at: string, reference: string) => openSbomStore({ at, folder }).find({ reference, platform: 'linux/amd64' });

for (const [name, at, reference, kind, codes] of [
  ['in a folder', './sboms', 'r.example/one:1', 'described', []],
  ['in a folder below', './sboms', 'r.example/two:1', 'described', []],
  ['in one file', 'sboms/one.json', 'r.example/one:1', 'described', []],
  ['that nobody described', './sboms', 'r.example/three:1', 'absent', []],
  ['in a file that is broken', 'broken.json', 'r.example/one:1', 'failed', ['sbom-unreadable']],
  ['in a folder that is not there', './gone', 'r.example/one:1', 'failed', ['store-missing']],
  ['in a folder without SBOMs', './sboms/inner/none', 'r.example/one:1', 'failed', ['store-missing']],
] as const) {
  test(`an image ${name} is ${kind}`, async () => {
    const found = await find(at, reference);
    assert.deepEqual([found.kind, found.gaps.map(({ code }) => code)], [kind, codes]);
    if (found.kind === 'described')
      assert.deepEqual(found.packages[0]?.places, [
        { layer: '', path: reference.includes('two') ? './sboms/inner/two.cdx' : at.endsWith('.json') ? at : './sboms/one.json' },
      ]);
  });
}
