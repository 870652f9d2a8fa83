import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PackageType } from '../../model/package.ts';
import { servesBuilding } from './serves-building.ts';

const packages: readonly (readonly [type: PackageType, name: string, expected: boolean])[] = [
  ['deb', 'linux-libc-dev', true],
  ['deb', 'gcc-12', true],
  ['deb', 'g++-12', true],
  ['deb', 'cpp', true],
  ['rpm', 'kernel-headers', true],
  ['rpm', 'glibc-devel', true],
  ['apk', 'build-base', true],
  ['pypi', 'pip', true],
  ['npm', 'npm', true],
  ['deb', 'gcc-12-base', false],
  ['deb', 'libgcc-s1', false],
  ['deb', 'curl', false],
  ['deb', 'python3-pip-whl', false],
  ['pypi', 'python-dev', false],
  ['npm', 'make', false],
];

for (const [type, name, expected] of packages)
  test(`${type} ${name} ${expected ? 'only serves' : 'may serve more than'} building`, () =>
    assert.equal(servesBuilding({ type, name }), expected));
