import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSbom } from '../../formats/sbom/read-sbom.ts';
import { dataFolder } from '../sbom-schemas.ts';

const at = join(dataFolder, 'conformance/sbom/cyclonedx');
const skip = existsSync(at) ? false : 'the conformance documents are not here';
/** Gaps of what a valid document may hold and Plimsoll cannot use. */
const lawful = new Set(['package-unusable', 'sbom-incomplete', 'distribution-ambiguous']);

for (const version of skip ? [] : readdirSync(at)) {
  for (const file of readdirSync(join(at, version))) {
    const read = () => readSbom(readFileSync(join(at, version, file)), file);
    if (file.startsWith('valid'))
      test(`${version} ${file} is read`, async () => {
        const { items, gaps } = await read();
        assert.equal(items.length, 1);
        assert.deepEqual(
          gaps.filter(({ code }) => !lawful.has(code)),
          [],
        );
      });
    else
      test(`${version} ${file} is refused, or read with a gap that names the place`, async () => {
        const [gap] = (await read()).gaps.filter(({ code }) => !lawful.has(code));
        assert.ok(gap, 'nothing was noticed');
        assert.match(
          gap.detail,
          gap.code === 'sbom-invalid' ? /^[\w-]+(?:\[\d+\])?(?:\.[\w-]+(?:\[\d+\])?)* / : /^the document has /,
        );
        if (file.endsWith('.xml')) assert.ok((gap.line ?? 0) > 0, 'XML has lines');
      });
  }
}

test('the conformance documents are there', { skip }, () => assert.deepEqual(readdirSync(at), ['1.4', '1.5', '1.6', '1.7']));
