import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LicensePolicy } from '../../../model/gate.ts';
import { sampleRelease } from '../../../test/sample-release.ts';
import { judgeLicenses } from './judge-licenses.ts';

const [image] = sampleRelease.images;
const [item] = image?.packages ?? [];
assert.ok(image && item);

function judge(licenses: readonly (string | undefined)[], policy: Partial<LicensePolicy>) {
  const packages = licenses.map((license, index) => ({
    ...item,
    purl: `pkg:npm/p${index}@1`,
    ...(license !== undefined && { license }),
  }));
  const full: LicensePolicy = { deny: [], unknown: 'allow', place: { file: 'plimsoll.yaml', line: 1, column: 1 }, ...policy };
  return judgeLicenses([{ ...image, packages } as typeof image & object], full);
}

const permissive = { allow: ['MIT', 'Apache-2.0', 'BSD-3-Clause'] };
const rows: readonly (readonly [license: string | undefined, policy: Partial<LicensePolicy>, reason: string | undefined])[] = [
  ['MIT', permissive, undefined],
  ['MIT OR GPL-3.0-only', permissive, undefined],
  ['MIT AND GPL-3.0-only', permissive, 'GPL-3.0-only is not allowed.'],
  ['GPL-2.0-only OR GPL-3.0-only', permissive, 'GPL-2.0-only is not allowed; GPL-3.0-only is not allowed.'],
  ['(MIT OR ISC) AND (ISC OR Apache-2.0)', permissive, undefined],
  ['GPL-3.0-only', { deny: ['GPL-3.0-only'] }, 'GPL-3.0-only is denied.'],
  ['GPL-3.0-or-later', { deny: ['GPL-3.0-only'] }, 'GPL-3.0-or-later is denied.'],
  ['GPL-2.0-or-later', { deny: ['GPL-3.0-or-later'] }, undefined],
  ['GPL-3.0-only', { deny: ['GPL-2.0-or-later'] }, 'GPL-3.0-only is denied.'],
  ['GPL-2.0-or-later', { allow: ['GPL-3.0-only'] }, undefined],
  ['GPL-2.0-only WITH Classpath-exception-2.0', { deny: ['GPL-2.0-only'] }, undefined],
  [
    'GPL-2.0-only WITH Classpath-exception-2.0',
    { allow: ['GPL-2.0-only'] },
    'GPL-2.0-only WITH Classpath-exception-2.0 is not allowed.',
  ],
  ['MIT OR AGPL-3.0-only', { deny: ['AGPL-3.0-only'] }, undefined],
  ['MIT', { allow: ['MIT'], deny: ['MIT'] }, 'MIT is denied.'],
  ['LicenseRef-ours', { allow: ['LicenseRef-ours'] }, undefined],
  ['BSD', permissive, undefined],
  ['BSD', { ...permissive, unknown: 'deny' }, 'Its license is no SPDX expression.'],
  [undefined, { unknown: 'deny' }, 'It states no license.'],
  [undefined, permissive, undefined],
];

for (const [license, policy, reason] of rows)
  test(`${license ?? 'no license'} under ${JSON.stringify(policy)}`, () => {
    const judged = judge([license], policy);
    assert.equal(judged.rows[0]?.reason, reason);
    assert.equal(judged.passed, reason === undefined);
  });

test('the unknown are counted, whatever the policy makes of them', () => {
  for (const unknown of ['allow', 'deny'] as const) {
    const { of, unknown: count, says } = judge(['MIT', undefined, 'BSD'], { ...permissive, unknown });
    assert.deepEqual([of, count], [3, 2]);
    assert.match(says, unknown === 'allow' ? /unknown ones are allowed/ : /none that is unknown/);
  }
});

test('property: denying more, or allowing less, never turns a no into a yes', () => {
  const license = fc.constantFrom(undefined, 'MIT', 'GPL-2.0-or-later', 'MIT OR GPL-3.0-only', 'ISC AND MIT', '?', '');
  const list = fc.subarray(['MIT', 'ISC', 'GPL-2.0-only', 'GPL-3.0-or-later']);
  fc.assert(
    fc.property(fc.array(license), list, list, list, (licenses, allow, deny, more) => {
      const before = judge(licenses, { allow, deny });
      assert.ok(before.passed || !judge(licenses, { allow, deny: [...deny, ...more] }).passed);
      assert.ok(before.passed || !judge(licenses, { allow: allow.filter((one) => !more.includes(one)), deny }).passed);
      assert.ok(before.passed || !judge(licenses, { allow, deny, unknown: 'deny' }).passed);
    }),
  );
});
