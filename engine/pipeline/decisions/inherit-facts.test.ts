import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Release } from '../../model/release.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import { sampleRelease } from '../../test/sample-release.ts';
import { decideAgain, decideRelease } from './decide-release.ts';
import { inheritFacts } from './inherit-facts.ts';

const accepted: TriageDecision = {
  id: 'E-1',
  kind: 'exception',
  vulnerabilities: ['CVE-2023-5363'],
  packages: [],
  images: [],
  type: 'accepted',
  owner: 'wg-tide',
  reason: 'why',
  file: 'e.yaml',
  line: 2,
};
const decide = (release: Release, decision: TriageDecision) => decideRelease(release, { items: [decision], gaps: [] });
const first = decide(sampleRelease, accepted);
const out = ({ findings }: Release) => findings.map(({ suppressedBy }) => suppressedBy ?? null);

/** The release after it, judged beside the first. */
function next(change: (image: Release['images'][number]) => object, decision: TriageDecision = accepted): Release {
  const images = sampleRelease.images.map((image) => ({ ...image, ...change(image) }));
  const [item = decision] = inheritFacts([decision], { version: '1.0', decisions: first.decisions ?? [] });
  return decide({ ...sampleRelease, version: '2.0', images }, item);
}
const asRoot = ({ configuration }: Release['images'][number]) =>
  configuration ? { configuration: { ...configuration, user: 'somebody' } } : {};

test('the first release that uses an exception notes what it rests on', () => {
  const [decision] = first.decisions ?? [];
  assert.deepEqual(
    decision?.firstUsed?.map(({ image, packages }) => [image, packages.map((one) => one.package)]),
    [['registry.example/tide/gauge', ['pkg:deb/debian/libssl3']]],
  );
  assert.equal(decision.restsOn, undefined);
  assert.deepEqual(decideAgain(first), first);
});

test('it travels while nothing of that changes, and goes on resting on the same', () => {
  const second = next(() => ({}));
  assert.deepEqual(out(second), ['E-1']);
  const [decision] = second.decisions ?? [];
  assert.deepEqual([decision?.restedIn, decision?.restsOn], ['1.0', first.decisions?.[0]?.firstUsed]);
  assert.equal(decision?.firstUsed, undefined);
  const [third] = inheritFacts([accepted], { ...second, version: '2.0' });
  assert.deepEqual([third?.restedIn, third?.restsOn], ['1.0', decision?.restsOn]);
});

test('it is asked again when its image runs as somebody else, and every time until somebody decides', () => {
  const second = next(asRoot);
  assert.deepEqual(out(second), [null]);
  const [third = accepted] = inheritFacts([accepted], second);
  assert.deepEqual(out(decide({ ...sampleRelease, images: second.images }, third)), [null]);
});

const anew: readonly (readonly [name: string, change: Partial<TriageDecision>])[] = [
  ['says why once more', { reason: 'looked into again' }],
  ['ends later', { expires: { kind: 'date', on: '2030-01-01' } }],
];
for (const [name, change] of anew)
  test(`one that ${name} is decided anew`, () => {
    const second = next(asRoot, { ...accepted, ...change });
    assert.deepEqual(out(second), ['E-1']);
    assert.equal(second.decisions?.[0]?.firstUsed?.[0]?.user, 'somebody');
  });

test('one that only moved in its file is the same, and what its file says it rests on counts', () => {
  assert.deepEqual(out(next(asRoot, { ...accepted, line: 20, file: 'other.yaml' })), [null]);
  const confirmed = {
    ...accepted,
    restsOn: [{ image: 'registry.example/tide/gauge', packages: [{ package: 'pkg:deb/debian/libssl3' }] }],
  };
  assert.deepEqual(out(next(asRoot, confirmed)), ['E-1']);
});
