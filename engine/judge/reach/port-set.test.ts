import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type PortRange, protocols } from '../../model/reach.ts';
import {
  allPorts,
  intersect,
  isEmpty,
  keyOfPorts,
  noPorts,
  type PortSet,
  portsOf,
  subtract,
  toPorts,
  unite,
} from './port-set.ts';

const range: fc.Arbitrary<PortRange> = fc
  .tuple(fc.constantFrom(...protocols), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 20 }))
  .map(([protocol, from, more]) => ({ protocol, from, to: from + more }));
const someSet: fc.Arbitrary<PortSet> = fc
  .array(range, { maxLength: 6 })
  .map((ranges) => ranges.reduce((sum, each) => unite(sum, portsOf(each)), noPorts));
const set = fc.oneof({ weight: 8, arbitrary: someSet }, fc.constant(allPorts), fc.constant(noPorts));
const isSame = (a: PortSet, b: PortSet) => assert.equal(keyOfPorts(a), keyOfPorts(b));

test('port sets obey the laws of sets', () =>
  fc.assert(
    fc.property(set, set, set, (a, b, c) => {
      isSame(unite(a, b), unite(b, a));
      isSame(intersect(a, b), intersect(b, a));
      isSame(unite(a, unite(b, c)), unite(unite(a, b), c));
      isSame(intersect(a, unite(b, c)), unite(intersect(a, b), intersect(a, c)));
      isSame(subtract(a, unite(b, c)), intersect(subtract(a, b), subtract(a, c)));
      isSame(unite(subtract(a, b), intersect(a, b)), a);
      isSame(intersect(a, subtract(allPorts, a)), noPorts);
      assert.equal(unite(a, subtract(allPorts, a)), allPorts);
      assert.equal(isEmpty(subtract(a, a)), true);
    }),
  ));

test('ranges that touch are one', () =>
  assert.deepEqual(
    toPorts(unite(portsOf({ protocol: 'TCP', from: 80, to: 80 }), portsOf({ protocol: 'TCP', from: 81, to: 90 }))),
    [{ protocol: 'TCP', from: 80, to: 90 }],
  ));

test('everything is said in a word, and what is left of it in ranges', () => {
  assert.equal(toPorts(allPorts), 'all');
  assert.deepEqual(toPorts(subtract(allPorts, portsOf({ protocol: 'UDP', from: 53, to: 53 }))), [
    { protocol: 'TCP', from: 1, to: 65_535 },
    { protocol: 'UDP', from: 1, to: 52 },
    { protocol: 'UDP', from: 54, to: 65_535 },
    { protocol: 'SCTP', from: 1, to: 65_535 },
  ]);
});
