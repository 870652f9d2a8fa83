import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Claim, type ClaimedPackage, disagreementClasses } from '../../model/reconciliation.ts';
import { reconcile } from './reconcile.ts';
import type { Evidence, Side, SideImage } from './side.ts';
import { mergeClaims } from './to-claims.ts';

const libtide: ClaimedPackage = { type: 'deb', name: 'libtide1', version: '1.2-3', source: 'tide' };
const wave: ClaimedPackage = { type: 'pypi', name: 'wave', version: '1.0' };
const quiet: Evidence = { publishedAt: () => undefined, findStatement: () => undefined };

function claim(changes: Partial<Claim> = {}): Claim {
  const vulnerability = changes.vulnerability ?? 'CVE-2030-0001';
  return {
    vulnerability,
    ids: [vulnerability],
    package: libtide,
    severity: 'HIGH',
    state: 'fixed',
    fixedIn: ['1.2-4'],
    ...changes,
  };
}

function side(engine: string, image: Partial<SideImage>, changes: Partial<Side> = {}): Side {
  const whole: SideImage = { image: 'gauge', claims: [], packages: null, incomplete: [], ...image };
  const known = new Set(whole.claims.map(({ vulnerability }) => vulnerability));
  return { engine, version: null, databaseAt: null, files: [], images: [whole], knows: (id) => known.has(id), ...changes };
}

interface Row {
  readonly name: string;
  readonly ours: Partial<SideImage>;
  readonly theirs: Partial<SideImage>;
  readonly dates?: readonly [ours: string, theirs: string];
  readonly evidence?: Partial<Evidence>;
  readonly says: readonly string[];
}

const both = (ours: Partial<Claim>, theirs: Partial<Claim>) => ({
  ours: { claims: [claim(ours)] },
  theirs: { claims: [claim(theirs)] },
});

const rows: readonly Row[] = [
  { name: 'the same', ...both({}, {}), says: ['both agreed'] },
  {
    name: 'a version with an epoch of zero, a Go version without its v',
    ...both({}, { package: { ...libtide, version: '0:1.2-3' } }),
    says: ['both agreed'],
  },
  {
    name: 'one that does not tell the type',
    ...both({}, { package: { name: 'libtide1', version: '1.2-3' } }),
    says: ['both agreed'],
  },
  { name: 'a state that one does not tell', ...both({ state: 'unknown', fixedIn: [] }, {}), says: ['both agreed'] },
  { name: 'other severity', ...both({}, { severity: 'LOW' }), says: ['both severity'] },
  { name: 'a severity that one does not tell', ...both({}, { severity: 'UNKNOWN' }), says: ['both severity'] },
  {
    name: 'other state, and other severity',
    ...both({}, { state: 'wont-fix', fixedIn: [], severity: 'LOW' }),
    says: ['both fix-state'],
  },
  { name: 'fixed in other versions', ...both({}, { fixedIn: ['1.3'] }), says: ['both other-advisory-range'] },
  { name: 'ids that only a third one joins', ...both({}, { ids: ['GHSA-aaaa-bbbb-cccc'] }), says: ['both alias'] },
  {
    name: 'other version',
    ...both({}, { package: { ...libtide, version: '1.2-9' }, ids: ['X-1'] }),
    says: ['both version-read-differently'],
  },
  {
    name: 'the source package',
    ...both({}, { package: { type: 'deb', name: 'tide', version: '1.2-3' } }),
    says: ['both distribution-or-upstream-source'],
  },
  {
    name: 'a library that is a package of the distribution to the other',
    ...both({ package: { type: 'deb', name: 'python3-wave', version: '1.0-1' } }, { package: wave }),
    says: ['both distribution-or-upstream-source'],
  },
  { name: 'one sets it aside', ...both({ suppressed: 'not reachable' }, {}), says: ['both statement'] },
  { name: 'both set it aside', ...both({ suppressed: 'a' }, { suppressed: 'b' }), says: [] },
  { name: 'one sets aside what the other does not say', ours: { claims: [claim({ suppressed: 'a' })] }, theirs: {}, says: [] },
  {
    name: 'a report that is incomplete',
    ours: { claims: [claim()] },
    theirs: { incomplete: ['it is cut off'], packages: [] },
    says: ['base report-incomplete'],
  },
  {
    name: 'a package that could not be judged',
    ours: { packages: [libtide], isUndecided: () => true },
    theirs: { claims: [claim()] },
    says: ['other report-incomplete'],
  },
  {
    name: 'a statement',
    ours: { claims: [claim()] },
    theirs: { packages: [] },
    evidence: { findStatement: () => 'vex.json says not_affected' },
    says: ['base statement'],
  },
  {
    name: 'a package that is not listed',
    ours: { claims: [claim()] },
    theirs: { packages: [wave] },
    says: ['base package-not-seen'],
  },
  {
    name: 'a list of packages without versions',
    ours: { claims: [claim()] },
    theirs: { packages: [{ type: 'deb', name: 'libtide1' }] },
    says: ['base other-advisory-range'],
  },
  {
    name: 'an ecosystem that nothing is reported of',
    ours: { claims: [claim()] },
    theirs: { claims: [claim({ package: wave, vulnerability: 'CVE-2030-0002' })] },
    says: ['base package-not-seen', 'other package-not-seen'],
  },
  {
    name: 'listed with another version',
    ours: { claims: [claim()] },
    theirs: { packages: [{ ...libtide, version: '2' }] },
    says: ['base version-read-differently'],
  },
  {
    name: 'two binaries of one source, of which the other names the source',
    ours: { claims: [claim(), claim({ package: { ...libtide, name: 'libtide2' } })] },
    theirs: { claims: [claim({ package: { type: 'deb', name: 'tide', version: '1.2-3' } })] },
    says: ['both distribution-or-upstream-source', 'base distribution-or-upstream-source'],
  },
  {
    name: 'a library that the distribution installed',
    ours: { packages: [{ ...wave, isOwned: true }] },
    theirs: { claims: [claim({ package: wave })] },
    says: ['other distribution-or-upstream-source'],
  },
  {
    name: 'the package is there and nothing is said',
    ours: { packages: [libtide] },
    theirs: { claims: [claim()] },
    says: ['other other-advisory-range'],
  },
  {
    name: 'an older database',
    ours: { packages: [libtide] },
    theirs: { claims: [claim()] },
    dates: ['2030-01-01T00:00:00Z', '2030-02-01T00:00:00Z'],
    says: ['other database-date'],
  },
  {
    name: 'an older database, and a vulnerability that is older still',
    ours: { packages: [libtide] },
    theirs: { claims: [claim()] },
    dates: ['2030-01-01T00:00:00Z', '2030-02-01T00:00:00Z'],
    evidence: { publishedAt: () => '2029-01-01T00:00:00Z' },
    says: ['other other-advisory-range'],
  },
];

for (const { name, ours, theirs, dates, evidence, says } of rows) {
  test(name, () => {
    const base = side('plimsoll', ours, { databaseAt: dates?.[0] ?? null });
    const other = side('trivy', theirs, { databaseAt: dates?.[1] ?? null });
    const { claims } = reconcile(base, other, { ...quiet, ...evidence });
    const words = claims.map((one) => `${one.base && one.other ? 'both' : one.base ? 'base' : 'other'} ${one.class ?? 'agreed'}`);
    assert.deepEqual(words.toSorted(), says.toSorted());
    assert.ok(claims.every((one) => (one.class === null) === (one.why === '')));
  });
}

const packages = fc.constantFrom(libtide, { ...libtide, name: 'tide' }, { ...libtide, version: '2' }, wave, { name: 'wave' });
const claims = fc
  .array(
    fc.record({
      package: packages,
      vulnerability: fc.constantFrom('CVE-2030-0001', 'CVE-2030-0002'),
      severity: fc.constantFrom('HIGH', 'LOW'),
      state: fc.constantFrom('fixed', 'not-fixed', 'unknown'),
      suppressed: fc.constantFrom(undefined, 'aside'),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    mergeClaims(list.map(({ suppressed, ...rest }) => claim({ ...rest, ...(suppressed && { suppressed }) } as Partial<Claim>))),
  );
const images = fc.record({
  claims,
  packages: fc.constantFrom(null, [libtide], [wave, libtide]),
  incomplete: fc.constantFrom([], ['cut off']),
});

test('property: every difference has one class, the classes sum to the disagreement, and exchanging the sides exchanges what only one says', () => {
  fc.assert(
    fc.property(images, images, (one, two) => {
      const there = reconcile(side('a', one), side('b', two), quiet);
      const back = reconcile(side('b', two), side('a', one), quiet);
      const sum = disagreementClasses.reduce((total, word) => total + there.classes[word], 0);
      assert.equal(sum, there.disagreement);
      assert.equal(there.agreed + there.disagreement, there.both + there.onlyBase + there.onlyOther);
      assert.deepEqual([there.both, there.onlyBase, there.onlyOther], [back.both, back.onlyOther, back.onlyBase]);
    }),
  );
});

test('property: an engine agrees with itself', () => {
  fc.assert(
    fc.property(images, (one) => {
      const { disagreement, onlyBase, onlyOther } = reconcile(side('a', one), side('a', one), quiet);
      assert.deepEqual([disagreement, onlyBase, onlyOther], [0, 0, 0]);
    }),
  );
});

test('images that one side lacks are left out', () => {
  const { images: shared, claims: compared } = reconcile(
    side('a', { image: 'x', claims: [claim()] }),
    side('b', { claims: [claim()] }),
    quiet,
  );
  assert.deepEqual([shared, compared], [[], []]);
});
