import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../model/finding.ts';
import type { InstalledPackage } from '../../model/package.ts';
import { findUpgrade, upgraded } from './upgrade.ts';

const cases: readonly (readonly [
  name: string,
  scheme: InstalledPackage['scheme'],
  installed: string,
  fixes: string,
  to: string | undefined,
])[] = [
  ['a module of Go keeps its v', 'go', 'v0.7.0', '0.56.0', 'v0.56.0'],
  ['one that has it already', 'go', 'v0.7.0', 'v0.8.0', 'v0.8.0'],
  ['the library of Go has none', 'go', '1.21.3', '1.21.4', '1.21.4'],
  ['the lowest that fixes all', 'semver', '1.0.0', '1.2.0 2.0.0, 1.5.0', '1.5.0'],
  ['a fix that is older', 'semver', '1.0.0', '0.9.0', undefined],
  ['a tag of PHP', 'packagist', 'v1.2.3', '1.2.4', 'v1.2.4'],
];

for (const [name, scheme, version, fixes, to] of cases) {
  test(`raised to: ${name}`, () => {
    const item = { scheme, version, purl: `pkg:golang/a/b@${version}?arch=x` } as InstalledPackage;
    const findings = fixes.split(', ').map((all) => ({ fixedIn: all.split(' ') }) as unknown as Finding);
    assert.equal(findUpgrade(item, findings), to);
    if (to !== undefined) assert.equal(upgraded(item, to).purl, `pkg:golang/a/b@${to}?arch=x`);
  });
}
