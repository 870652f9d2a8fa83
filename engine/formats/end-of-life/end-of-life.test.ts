import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findEndOfLife, findProductCycle, hasEnded, newestKubernetesMinor } from './end-of-life.ts';

const rows: readonly (readonly [id: string, versionId: string | undefined, day: string | undefined])[] = [
  ['debian', '10', '2024-06-30'],
  ['debian', '11.7', '2026-08-31'],
  ['alpine', '3.18.4', '2025-05-09'],
  ['rhel', '9.3', '2032-05-31'],
  ['ubuntu', '22.04', '2027-04-01'],
  ['sles', '15.5', '2024-12-31'],
  ['debian', undefined, undefined],
  ['debian', '99', undefined],
  ['wolfi', '20230201', undefined],
];

for (const [id, versionId, day] of rows)
  test(`${id} ${versionId} gets updates until ${day}`, () => {
    assert.equal(findEndOfLife({ id, like: [], path: '', ...(versionId && { versionId }) }), day);
  });

test('the last day is one of updates', () => {
  const debian = { id: 'debian', like: [], path: '', versionId: '10' };
  assert.equal(hasEnded(debian, '2024-06-30T23:59:59Z'), false);
  assert.equal(hasEnded(debian, '2024-07-01T00:00:00Z'), true);
});

const products: readonly (readonly [
  product: string,
  version: string,
  cycle: string | undefined,
  endsOn: string | null | undefined,
])[] = [
  ['node', '22.4.1', '22', '2027-04-30'],
  ['python', '3.9.18', '3.9', '2025-10-31'],
  ['python', '3.13.0rc2', '3.13', '2029-10-31'],
  ['openjdk', '17.0.9+9', '17', '2027-10-31'],
  ['openjdk', '25+36', '25', '2031-09-30'],
  ['openjdk', '1.8.0_392-b08', '8', '2030-12-31'],
  ['go', '1.27.1', '1.27', null],
  ['dotnet', '3.1.32', '3.1', '2022-12-13'],
  ['kubernetes', 'v1.31', '1.31', '2025-11-11'],
  ['postgresql', '9.6.24', '9.6', '2021-11-11'],
  ['node', 'latest', undefined, undefined],
  ['gauge', '1.0', undefined, undefined],
];

for (const [product, version, cycle, endsOn] of products)
  test(`${product} ${version} is of ${cycle}`, () => {
    const found = findProductCycle(product, version);
    assert.deepEqual([found?.cycle, found?.endsOn], [cycle, endsOn]);
  });

test('the newest Kubernetes has dates', () => {
  assert.ok(findProductCycle('kubernetes', `v1.${newestKubernetesMinor}`)?.endsOn);
});

test('whatever stands for a version, it has a cycle or has none', () => {
  fc.assert(fc.property(fc.string(), (version) => void findProductCycle('openjdk', version)));
});
