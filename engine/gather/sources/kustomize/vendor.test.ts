import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findVendored, isRemote, vendorAddress } from './vendor.ts';

const vendor = {
  'github.com/org/repo?ref=v1': 'third/repo',
  'github.com/org/repo/deep?ref=v1': 'third/deep',
  'https://x.example/a.yaml': 'a.yaml',
};

const entries: readonly { entry: string; path: string | undefined; address?: string }[] = [
  { entry: 'github.com/org/repo?ref=v1', path: 'third/repo', address: 'github.com/org/repo?ref=v1' },
  { entry: 'github.com/org/repo//config/full?ref=v1', path: 'third/repo/config/full', address: 'github.com/org/repo?ref=v1' },
  { entry: 'github.com/org/repo/config?ref=v1&timeout=90s', path: 'third/repo/config' },
  { entry: 'https://github.com/org/repo.git//config/?ref=v1', path: 'third/repo/config', address: 'github.com/org/repo?ref=v1' },
  { entry: 'git::https://github.com/org/repo?submodules=0&version=v1', path: 'third/repo' },
  { entry: 'git@github.com:org/repo.git?ref=v1', path: 'third/repo' },
  { entry: 'ssh://git@github.com/org/repo?ref=v1', path: 'third/repo' },
  { entry: 'gh:org/repo?ref=v1', path: 'third/repo' },
  { entry: 'github.com/org/repo//deep/er?ref=v1', path: 'third/deep/er' },
  { entry: 'github.com/org/repo?ref=v2', path: undefined, address: 'github.com/org/repo?ref=v2' },
  { entry: 'github.com/org/repo', path: undefined, address: 'github.com/org/repo' },
  { entry: 'github.com/org/repository?ref=v1', path: undefined },
  { entry: 'github.com/org/repo//../../../etc?ref=v1', path: undefined },
  { entry: 'https://x.example/a.yaml', path: 'a.yaml', address: 'x.example/a.yaml' },
];

for (const { entry, path, address } of entries) {
  test(`the copy of ${entry} is ${path ?? 'not there'}`, () => {
    assert.equal(findVendored(entry, vendor), path);
    assert.ok(isRemote(entry));
    if (address !== undefined) assert.equal(vendorAddress(entry), address);
  });
}

for (const entry of ['../base', 'app.yaml', './x/y', 'config.d/app.yaml', '/abs/path', 'a_b-c.yaml'])
  test(`${entry} is no address`, () => assert.equal(isRemote(entry), false));

test('property: what an entry is told to be written as leads to its copy', () => {
  const entry = fc.tuple(
    fc.constantFrom('github.com/o/r', 'https://h.example/o/r.git', 'git@h.example:o/r'),
    fc.constantFrom('', '//x', '//x/y'),
    fc.constantFrom('', '?ref=v1'),
  );
  fc.assert(
    fc.property(entry, ([repository, path, version]) => {
      const whole = `${repository}${path}${version}`;
      assert.equal(findVendored(whole, { [vendorAddress(whole)]: 'copy' })?.startsWith('copy'), true);
    }),
  );
  fc.assert(fc.property(fc.string(), fc.string(), (any, other) => void findVendored(any, { [other]: 'copy' })));
});
